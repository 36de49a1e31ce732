package dev.pawl.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds fields that Kubernetes does not know. The model keeps them in {@code additionalProperties},
 * at every level; for the kinds that it does not know there are small schemas by hand.
 */
final class UnknownFields {

  /**
   * What we use of the kinds of others, with a value of the right type at each leaf. {@code "*"}
   * stands for any name.
   */
  private static final JsonNode BY_HAND =
      tree(
          """
          {"ServiceMonitor": {"selector": {"matchLabels": {"*": ""}},
                              "endpoints": [{"port": "", "path": "", "interval": "", "scrapeTimeout": ""}]},
           "PrometheusRule": {"groups": [{"name": "", "rules": [
                                {"alert": "", "expr": "", "for": "", "labels": {"*": ""}, "annotations": {"*": ""}}]}]},
           "ScaledObject": {"scaleTargetRef": {"apiVersion": "", "kind": "", "name": ""},
                            "minReplicaCount": 0, "maxReplicaCount": 0,
                            "advanced": {"horizontalPodAutoscalerConfig": {"behavior": {
                              "scaleUp": {"stabilizationWindowSeconds": 0,
                                          "policies": [{"type": "", "value": 0, "periodSeconds": 0}]},
                              "scaleDown": {"stabilizationWindowSeconds": 0,
                                            "policies": [{"type": "", "value": 0, "periodSeconds": 0}]}}}},
                            "triggers": [{"type": "", "metricType": "", "metadata": {"*": ""}}]},
           "Issuer": {"selfSigned": {}, "ca": {"secretName": ""}},
           "Certificate": {"isCA": true, "commonName": "", "secretName": "", "dnsNames": [""], "usages": [""],
                           "duration": "", "renewBefore": "", "issuerRef": {"name": "", "kind": ""},
                           "privateKey": {"algorithm": "", "size": 0, "encoding": "", "rotationPolicy": ""}}}
          """);

  private UnknownFields() {}

  /** Their paths. */
  static List<String> of(HasMetadata resource) {
    var found = new ArrayList<String>();
    var at = resource.getKind() + "/" + resource.getMetadata().getName();
    if (resource instanceof GenericKubernetesResource generic) {
      var schema = BY_HAND.get(resource.getKind());
      if (schema == null) {
        return List.of(at + ": nobody knows this kind");
      }
      var properties = new ObjectMapper().<JsonNode>valueToTree(generic.getAdditionalProperties());
      compare(schema, properties.path("spec"), at + ".spec", found);
    } else {
      walk(resource, at, found);
    }
    return found;
  }

  private static void walk(Object value, String at, List<String> found) {
    switch (value) {
      case Collection<?> list -> {
        var index = 0;
        for (var element : list) {
          walk(element, at + "[" + index++ + "]", found);
        }
      }
      case Map<?, ?> map -> map.forEach((key, element) -> walk(element, at + "." + key, found));
      case Object object when object.getClass().getName().startsWith("io.fabric8.") ->
          fields(object, at, found);
      default -> {}
    }
  }

  private static void fields(Object object, String at, List<String> found) {
    for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (var field : type.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isEnum()) {
          continue;
        }
        try {
          field.setAccessible(true);
          var value = field.get(object);
          if (field.getName().equals("additionalProperties")) {
            ((Map<?, ?>) value).keySet().forEach(name -> found.add(at + "." + name));
          } else if (value != null) {
            walk(value, at + "." + field.getName(), found);
          }
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void compare(JsonNode schema, JsonNode value, String at, List<String> found) {
    if (schema.getNodeType() != value.getNodeType()) {
      found.add(at + ": expected " + schema.getNodeType() + ", found " + value.getNodeType());
    } else if (schema.isArray()) {
      value.forEach(element -> compare(schema.get(0), element, at + "[]", found));
    } else {
      value
          .fieldNames()
          .forEachRemaining(name -> {
            var known = schema.path(schema.has("*") ? "*" : name);
            if (known.isMissingNode()) {
              found.add(at + "." + name);
            } else {
              compare(known, value.get(name), at + "." + name, found);
            }
          });
    }
  }

  private static JsonNode tree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
