/**
 * What a cluster is given, held to the service: the manifests, as the real kustomize makes them,
 * and the Dockerfiles. Nothing here needs a cluster or a container engine.
 */
@NullMarked
package dev.raincheck.deploy;

import org.jspecify.annotations.NullMarked;
