package coffer.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// One sentence on a request or answer field. Reference, command-line help and console labels all
/// show it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Doc {
  String value();

  /// The name on the wire where it is not the component's with a capital: `DKMSInstanceId`.
  String name() default "";
}
