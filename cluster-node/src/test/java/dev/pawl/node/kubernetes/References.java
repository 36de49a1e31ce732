package dev.pawl.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds names, labels and ports that lead nowhere inside one overlay. */
final class References {

  private final List<HasMetadata> resources;
  private final Map<String, Set<String>> providedSecrets;
  private final List<String> broken = new ArrayList<>();

  private References(List<HasMetadata> resources, Map<String, Set<String>> providedSecrets) {
    this.resources = resources;
    this.providedSecrets = providedSecrets;
  }

  /**
   * What is broken.
   *
   * @param providedSecrets secrets that the operator brings, with their keys
   */
  static List<String> broken(
      List<HasMetadata> resources, Map<String, Set<String>> providedSecrets) {
    var references = new References(resources, providedSecrets);
    resources.forEach(references::check);
    return references.broken;
  }

  private void check(HasMetadata resource) {
    var from = resource.getKind() + "/" + resource.getMetadata().getName();
    templates(resource).forEach(template -> pod(from, template));
    switch (resource) {
      case Deployment d -> {
        var labels = d.getSpec().getTemplate().getMetadata().getLabels();
        require(matches(d.getSpec().getSelector().getMatchLabels(), labels), from, "its own pods");
      }
      case StatefulSet s -> requireNamed(from, "Service", s.getSpec().getServiceName());
      case Service s -> service(from, s);
      case HorizontalPodAutoscaler h ->
          requireNamed(
              from,
              h.getSpec().getScaleTargetRef().getKind(),
              h.getSpec().getScaleTargetRef().getName());
      case PodDisruptionBudget p -> selected(from, p.getSpec().getSelector().getMatchLabels());
      case NetworkPolicy n -> network(from, n);
      case RoleBinding b -> {
        requireNamed(from, b.getRoleRef().getKind(), b.getRoleRef().getName());
        b.getSubjects()
            .forEach(subject -> requireNamed(from, subject.getKind(), subject.getName()));
      }
      case CronJob c -> jobArguments(from, c);
      case GenericKubernetesResource g -> generic(from, g);
      default -> {}
    }
  }

  // ---- pods

  private static Stream<PodTemplateSpec> templates(HasMetadata resource) {
    return switch (resource) {
      case Deployment d -> Stream.of(d.getSpec().getTemplate());
      case StatefulSet s -> Stream.of(s.getSpec().getTemplate());
      case CronJob c -> Stream.of(c.getSpec().getJobTemplate().getSpec().getTemplate());
      default -> Stream.empty();
    };
  }

  /** The pods of an overlay. */
  static Stream<PodTemplateSpec> pods(List<HasMetadata> resources) {
    return resources.stream().flatMap(References::templates);
  }

  private void pod(String from, PodTemplateSpec template) {
    var account = template.getSpec().getServiceAccountName();
    if (account != null) {
      requireNamed(from, "ServiceAccount", account);
    }
    for (var constraint : template.getSpec().getTopologySpreadConstraints()) {
      var labels = constraint.getLabelSelector().getMatchLabels();
      require(matches(labels, template.getMetadata().getLabels()), from, "spread of " + labels);
    }
    for (var volume : template.getSpec().getVolumes()) {
      if (volume.getSecret() != null && !isIssued(volume.getSecret().getSecretName())) {
        requireNamed(from, "Secret", volume.getSecret().getSecretName());
      }
    }
    for (var container : template.getSpec().getContainers()) {
      environment(from, container);
      Stream.of(
              container.getLivenessProbe(),
              container.getReadinessProbe(),
              container.getStartupProbe())
          .filter(Objects::nonNull)
          .forEach(probe -> probe(from, container, probe));
      mounts(from, template, container);
    }
  }

  private void environment(String from, Container container) {
    for (var source : container.getEnvFrom()) {
      if (source.getConfigMapRef() != null) {
        requireNamed(from, "ConfigMap", source.getConfigMapRef().getName());
      }
      if (source.getSecretRef() != null) {
        requireNamed(from, "Secret", source.getSecretRef().getName());
      }
    }
    for (var variable : container.getEnv()) {
      var secret =
          variable.getValueFrom() == null ? null : variable.getValueFrom().getSecretKeyRef();
      if (secret != null) {
        require(
            secretKeys(secret.getName()).contains(secret.getKey()),
            from,
            "key %s of Secret/%s".formatted(secret.getKey(), secret.getName()));
      }
    }
  }

  private Set<String> secretKeys(String name) {
    var keys = new TreeSet<>(providedSecrets.getOrDefault(name, Set.of()));
    named("Secret", name)
        .map(Secret.class::cast)
        .forEach(secret -> {
          keys.addAll(secret.getData() == null ? Set.of() : secret.getData().keySet());
          keys.addAll(secret.getStringData() == null ? Set.of() : secret.getStringData().keySet());
        });
    return keys;
  }

  private void probe(String from, Container container, Probe probe) {
    if (probe.getHttpGet() != null) {
      require(hasPort(container, probe.getHttpGet().getPort()), from, "the port of a probe");
    }
  }

  private void mounts(String from, PodTemplateSpec template, Container container) {
    var volumes = new TreeSet<String>();
    template.getSpec().getVolumes().forEach(volume -> volumes.add(volume.getName()));
    resources.stream()
        .filter(StatefulSet.class::isInstance)
        .map(StatefulSet.class::cast)
        .filter(set -> set.getSpec().getTemplate() == template)
        .flatMap(set -> set.getSpec().getVolumeClaimTemplates().stream())
        .forEach(claim -> volumes.add(claim.getMetadata().getName()));
    container
        .getVolumeMounts()
        .forEach(
            mount -> require(volumes.contains(mount.getName()), from, "volume " + mount.getName()));
  }

  // ---- who points at pods

  private void service(String from, Service service) {
    var pods = selected(from, service.getSpec().getSelector());
    for (var port : service.getSpec().getPorts()) {
      for (var pod : pods) {
        require(
            pod.getSpec().getContainers().stream().anyMatch(c -> hasPort(c, port.getTargetPort())),
            from,
            "target port " + port.getTargetPort().getValue());
      }
    }
  }

  private void network(String from, NetworkPolicy policy) {
    var pods = selected(from, policy.getSpec().getPodSelector().getMatchLabels());
    for (var rule : policy.getSpec().getIngress()) {
      for (var port : rule.getPorts()) {
        for (var pod : pods) {
          require(
              pod.getSpec().getContainers().stream().anyMatch(c -> hasPort(c, port.getPort())),
              from,
              "port " + port.getPort().getValue());
        }
      }
    }
  }

  private List<PodTemplateSpec> selected(String from, Map<String, String> selector) {
    var pods =
        pods(resources).filter(pod -> matches(selector, pod.getMetadata().getLabels())).toList();
    require(!pods.isEmpty(), from, "any pod with " + selector);
    return pods;
  }

  private static boolean matches(Map<String, String> selector, Map<String, String> labels) {
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
  }

  private static boolean hasPort(Container container, IntOrString port) {
    return container.getPorts().stream()
        .anyMatch(known ->
            Objects.equals(port.getStrVal(), known.getName())
                || Objects.equals(port.getIntVal(), known.getContainerPort()));
  }

  // ---- others

  /** {@code kubectl patch <kind> <name> …} */
  private void jobArguments(String from, CronJob job) {
    for (var container :
        job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec().getContainers()) {
      var arguments = container.getArgs();
      require(
          resources.stream()
              .anyMatch(resource ->
                  resource.getKind().toLowerCase(java.util.Locale.ROOT).equals(arguments.get(1))
                      && resource.getMetadata().getName().equals(arguments.get(2))),
          from,
          String.join(" ", arguments.subList(0, 3)));
    }
  }

  private void generic(String from, GenericKubernetesResource resource) {
    var spec =
        new ObjectMapper().<JsonNode>valueToTree(resource.getAdditionalProperties()).path("spec");
    var target = spec.path("scaleTargetRef");
    if (target.isObject()) {
      requireNamed(from, target.path("kind").asText(), target.path("name").asText());
    }
    switch (resource.getKind()) {
      case "ServiceMonitor" -> monitor(from, spec);
      case "Certificate" ->
          requireNamed(
              from,
              spec.path("issuerRef").path("kind").asText(),
              spec.path("issuerRef").path("name").asText());
      case "Issuer" -> {
        if (spec.has("ca")) {
          require(
              isIssued(spec.path("ca").path("secretName").asText()), from, "a Certificate for it");
        }
      }
      default -> {}
    }
  }

  /** Whether some Certificate makes this secret. */
  private boolean isIssued(String secret) {
    return resources.stream()
        .filter(resource -> resource.getKind().equals("Certificate"))
        .map(GenericKubernetesResource.class::cast)
        .anyMatch(certificate ->
            new ObjectMapper()
                .<JsonNode>valueToTree(certificate.getAdditionalProperties())
                .at("/spec/secretName")
                .asText()
                .equals(secret));
  }

  private void monitor(String from, JsonNode spec) {
    var selector =
        new ObjectMapper()
            .<Map<String, String>>convertValue(
                spec.path("selector").path("matchLabels"),
                new com.fasterxml.jackson.core.type.TypeReference<Map<String, String>>() {});
    var services =
        resources.stream()
            .filter(Service.class::isInstance)
            .map(Service.class::cast)
            .filter(service -> matches(selector, service.getMetadata().getLabels()))
            .toList();
    require(services.size() == 1, from, "one Service with " + selector);
    spec.path("endpoints")
        .forEach(endpoint ->
            require(
                services.stream()
                    .flatMap(service -> service.getSpec().getPorts().stream())
                    .anyMatch(port -> port.getName().equals(endpoint.path("port").asText())),
                from,
                "port " + endpoint.path("port").asText()));
  }

  private Stream<HasMetadata> named(String kind, String name) {
    return resources.stream()
        .filter(resource ->
            resource.getKind().equals(kind) && resource.getMetadata().getName().equals(name));
  }

  private void requireNamed(String from, String kind, @Nullable String name) {
    var provided = kind.equals("Secret") && providedSecrets.containsKey(String.valueOf(name));
    require(provided || named(kind, String.valueOf(name)).count() == 1, from, kind + "/" + name);
  }

  private void require(boolean holds, String from, String what) {
    if (!holds) {
      broken.add(from + " → " + what);
    }
  }
}
