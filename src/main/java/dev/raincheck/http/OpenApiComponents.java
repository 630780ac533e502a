package dev.raincheck.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import io.smallrye.openapi.api.util.MergeUtil;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.tags.Tag;

/**
 * Adds the parameters, headers, links and responses that the operations refer to. Runs when the
 * application is built. They are a resource of this package rather than {@code
 * META-INF/openapi.yaml}, which belongs to the application.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class OpenApiComponents implements OASFilter {
  private static final String RESOURCE = "components.yaml";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    OpenAPI shared = shared();
    document.setComponents(
        MergeUtil.mergeObjects(shared.getComponents(), document.getComponents()));
    List<Tag> tags = new ArrayList<>(document.getTags());
    tags.replaceAll(tag -> described(tag, shared.getTags()));
    document.setTags(tags);
  }

  private static Tag described(Tag tag, List<Tag> descriptions) {
    Optional<Tag> description =
        descriptions.stream().filter(other -> other.getName().equals(tag.getName())).findFirst();
    return tag.getDescription() == null ? description.orElse(tag) : tag;
  }

  private static OpenAPI shared() {
    return SmallRyeOpenAPI.builder()
        .withCustomStaticFile(OpenApiComponents::resource)
        .enableStandardStaticFiles(false)
        .enableModelReader(false)
        .enableAnnotationScan(false)
        .enableStandardFilter(false)
        .build()
        .model();
  }

  private static InputStream resource() {
    return OpenApiComponents.class.getResourceAsStream(RESOURCE);
  }
}
