package com.example;

import dev.raincheck.client.FetchClient;
import dev.raincheck.contract.fetch.FetchRequest;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Prints what is at a URL, fetched by Raincheck. */
@QuarkusMain
public class Plain implements QuarkusApplication {
  private final FetchClient fetches;

  Plain(@RestClient FetchClient fetches) {
    this.fetches = fetches;
  }

  @Override
  public int run(String... urls) {
    for (String url : urls) {
      Duration patience = Duration.ofMinutes(1);
      System.out.println(fetches.fetch(FetchRequest.get(url)).await().atMost(patience).body());
    }
    return 0;
  }
}
