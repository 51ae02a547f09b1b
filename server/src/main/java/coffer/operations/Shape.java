package coffer.operations;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a request or answer record is built and read, for codecs. Computed once per record class;
/// what calls into the record is made at its first use, because the JVM makes classes for it, and a
/// start would wait for those of every operation there is.
public final class Shape<R extends Record> {
  private final Class<R> type;
  private final List<Field> fields;
  // Threads that race make the same twice; final fields make either safe to see.
  private @Nullable Handles handles;

  private Shape(Class<R> type, List<Field> fields) {
    this.type = type;
    this.fields = List.copyOf(fields);
  }

  /// @param accessors in the order of fields
  private record Handles(MethodHandle constructor, List<MethodHandle> accessors) {}

  /// One component.
  ///
  /// @param name on the wire: the component's with a capital, or what `@Doc` says
  /// @param component the component's own name
  /// @param type its type, without the `Optional` around it
  /// @param optional whether the component is an `Optional`
  /// @param element the element type of a `List`, otherwise `type` itself
  /// @param index among the components
  public record Field(
      String name,
      String component,
      Class<?> type,
      Class<?> element,
      boolean optional,
      String doc,
      int index) {}

  public static <R extends Record> Shape<R> of(Class<R> type) {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      fields.add(field(component, fields.size()));
    }
    return new Shape<>(type, fields);
  }

  private Handles handles() {
    Handles made = handles;
    if (made == null) {
      made = handles(type);
      handles = made;
    }
    return made;
  }

  private static Handles handles(Class<?> type) {
    try {
      MethodHandles.Lookup inside = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      List<Class<?>> parameters = new ArrayList<>();
      List<MethodHandle> accessors = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        parameters.add(component.getType());
        accessors.add(
            inside
                .unreflect(component.getAccessor())
                .asType(MethodType.methodType(Object.class, Record.class)));
      }
      MethodHandle constructor =
          inside
              .findConstructor(type, MethodType.methodType(void.class, parameters))
              .asSpreader(Object[].class, parameters.size())
              .asType(MethodType.methodType(Record.class, Object[].class));
      return new Handles(constructor, List.copyOf(accessors));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("record " + type.getName() + " has no usable shape", e);
    }
  }

  public List<Field> fields() {
    return fields;
  }

  /// @param values in the order of `fields`; `Optional` around those that are optional
  public R make(Object[] values) {
    try {
      return type.cast((Record) handles().constructor().invokeExact(values));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("constructor of " + type.getName() + " failed", e);
    }
  }

  public Object value(R record, Field field) {
    try {
      return (Object) handles().accessors().get(field.index()).invokeExact((Record) record);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("accessor of " + type.getName() + " failed", e);
    }
  }

  private static Field field(RecordComponent component, int index) {
    Doc doc = component.getAnnotation(Doc.class);
    String own = component.getName();
    String name =
        doc != null && !doc.name().isEmpty()
            ? doc.name()
            : Character.toUpperCase(own.charAt(0)) + own.substring(1);
    boolean optional = component.getType() == Optional.class;
    Type inner = optional ? argument(component.getGenericType()) : component.getGenericType();
    Class<?> raw = raw(inner);
    Class<?> element = raw == List.class ? raw(argument(inner)) : raw;
    return new Field(name, own, raw, element, optional, doc == null ? "" : doc.value(), index);
  }

  private static Type argument(Type type) {
    if (type instanceof ParameterizedType parameterized) {
      return parameterized.getActualTypeArguments()[0];
    }
    throw new IllegalStateException("raw type in a record: " + type);
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
      default -> throw new IllegalStateException("unsupported type in a record: " + type);
    };
  }

  @Override
  public String toString() {
    return type.getSimpleName() + Arrays.toString(fields.stream().map(Field::name).toArray());
  }
}
