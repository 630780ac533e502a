/**
 * Typed clients for services that call Raincheck. {@link dev.raincheck.client.AwaitResult}, as a
 * provider of any REST client interface, makes its methods asynchronous calls: {@code CallFilter}
 * takes each request over before it is sent, {@code Following} submits it and follows the call to
 * its outcome, by requests that {@code Exchange} sends through the interface's own client, and
 * {@code AnswerFilter} gives the outcome back in place of the response. {@link
 * dev.raincheck.client.Calls} is for those who want the handle.
 *
 * <p>A {@code TypedCall} is what stays the same of one method call, however often its {@code Uni}
 * is subscribed to: the idempotency key and the options.
 *
 * <p>Public types are API; everything else is not.
 */
@NullMarked
package dev.raincheck.client;

import org.jspecify.annotations.NullMarked;
