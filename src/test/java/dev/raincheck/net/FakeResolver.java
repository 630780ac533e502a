package dev.raincheck.net;

import io.smallrye.mutiny.Uni;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name server: knows what it was told, and takes note of who asks. */
public final class FakeResolver implements HostResolver {

  public final List<String> asked = new ArrayList<>();
  private final Map<String, Deque<List<InetAddress>>> known = new HashMap<>();

  /** The next answer for a host; the last one told is given for ever. */
  public FakeResolver tell(String host, String... addresses) {
    List<InetAddress> parsed = Arrays.stream(addresses).map(FakeResolver::literal).toList();
    known.computeIfAbsent(host, first -> new ArrayDeque<>()).add(parsed);
    return this;
  }

  @Override
  public synchronized Uni<List<InetAddress>> resolve(String host) {
    asked.add(host);
    Deque<List<InetAddress>> answers = known.get(host);
    if (answers == null) {
      return Uni.createFrom().failure(new UnknownHostException(host));
    }
    return Uni.createFrom().item(answers.size() > 1 ? answers.poll() : answers.peek());
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException notALiteral) {
      throw new IllegalArgumentException(notALiteral);
    }
  }
}
