package dev.raincheck.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every property that the service's {@code @ConfigMapping} interfaces declare. */
public final class Settings {
  private static final String NONE = "";

  private final Map<String, String> defaults = new TreeMap<>();

  private Settings() {}

  /** Names, where {@code "name"} stands for the key of a map, and defaults; empty for none. */
  public static Map<String, String> declared() {
    Settings settings = new Settings();
    new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.raincheck")
            .stream()
            .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
            .map(JavaClass::reflect)
            .forEach(type -> settings.add(type.getAnnotation(ConfigMapping.class).prefix(), type));
    return settings.defaults;
  }

  private void add(String prefix, Class<?> type) {
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> method.getParameterCount() == 0 && !method.isSynthetic())
        .forEach(method -> add(prefix, method));
  }

  private void add(String prefix, Method method) {
    String name =
        Optional.ofNullable(method.getAnnotation(WithName.class))
            .map(named -> prefix + "." + named.value())
            .orElseGet(() -> prefix + "." + kebab(method.getName()));
    Class<?> type = method.getReturnType();
    if (type == Map.class) {
      ParameterizedType map = (ParameterizedType) method.getGenericReturnType();
      String parent = method.isAnnotationPresent(WithParentName.class) ? prefix : name;
      if (map.getActualTypeArguments()[1] instanceof Class<?> group && group.isInterface()) {
        add(parent + ".\"name\"", group);
      } else {
        defaults.put(parent + ".\"name\"", NONE);
      }
    } else if (type.isInterface() && type.getPackageName().startsWith("dev.raincheck")) {
      add(name, type);
    } else {
      defaults.put(
          name,
          Optional.ofNullable(method.getAnnotation(WithDefault.class))
              .map(WithDefault::value)
              .orElse(NONE));
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
