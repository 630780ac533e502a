package com.example;

import com.example.PageClient.Page;
import com.example.PageClient.Wanted;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestQuery;

@Path("/pages")
class PageResource {
  private final PageClient pages;

  PageResource(@RestClient PageClient pages) {
    this.pages = pages;
  }

  @GET
  public Uni<Page> load(@RestQuery String url) {
    return pages.load(new Wanted(url));
  }
}
