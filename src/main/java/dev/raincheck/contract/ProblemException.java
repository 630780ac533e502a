package dev.raincheck.contract;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a {@link Problem} to show for it. A procedure may throw it to choose what its
 * caller sees and, by the problem's status, whether another attempt is made.
 */
public class ProblemException extends WebApplicationException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    this(problem, null, null);
  }

  /**
   * @param retryAfter earliest time for another try, rounded up to whole seconds
   */
  public ProblemException(
      Problem problem, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(problem.detail(), cause, response(problem, retryAfter));
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  private static Response response(Problem problem, @Nullable Duration retryAfter) {
    Response.ResponseBuilder response =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, retryAfter.plusMillis(999).toSeconds());
    }
    return response.build();
  }
}
