package dev.raincheck.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gives identities the rights for which their roles stand. */
@ApplicationScoped
class RoleMapping implements SecurityIdentityAugmentor {
  private final boolean anonymous;
  private final Map<String, List<String>> mapping;

  RoleMapping(SecurityConfig config) {
    this.anonymous = config.anonymous();
    this.mapping = Map.copyOf(config.roles());
  }

  @Override
  public Uni<SecurityIdentity> augment(
      SecurityIdentity identity, AuthenticationRequestContext context) {
    return Uni.createFrom().item(with(identity, added(identity)));
  }

  private Set<String> added(SecurityIdentity identity) {
    if (identity.isAnonymous()) {
      return anonymous ? Rights.all() : Set.of();
    }
    Set<String> added = new TreeSet<>();
    for (String role : identity.getRoles()) {
      added.addAll(mapping.getOrDefault(role, List.of()));
    }
    if (identity.getRoles().stream().anyMatch(Rights::isToCall)
        || added.stream().anyMatch(Rights::isToCall)) {
      added.add(Rights.CALL_SOMETHING);
    }
    return added;
  }

  private static SecurityIdentity with(SecurityIdentity identity, Set<String> added) {
    return added.isEmpty()
        ? identity
        : QuarkusSecurityIdentity.builder(identity).addRoles(added).build();
  }
}
