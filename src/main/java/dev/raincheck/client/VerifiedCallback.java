package dev.raincheck.client;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Put on a JAX-RS resource method, or its class, which receives callbacks:
 *
 * <pre>{@code
 * @POST
 * @Path("/ended")
 * @VerifiedCallback
 * void ended(Call call) { ... }
 * }</pre>
 *
 * <p>The method gets the call whose end is told, as its body, or with a parameter of type {@link
 * dev.raincheck.contract.Batch} the batch, and only if the signature of the request fits one of
 * {@code raincheck.client.callback.secrets}; others are answered with 401, and what tells another
 * kind of end with 400. Each callback is handled once: what was answered with 2xx and comes again
 * is answered with 204, without the method. If the method fails, the service tries again. A method
 * without a parameter of type {@link dev.raincheck.contract.Call} or {@code Batch} fails the build.
 */
@NameBinding
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface VerifiedCallback {}
