package dev.raincheck.builtin.fetch;

import dev.raincheck.contract.fetch.FetchRequest;
import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.inject.Singleton;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.hibernate.validator.cfg.GenericConstraintDef;

/**
 * Adds to the constraints of a request what depends on the settings of the service: the contract,
 * which clients have too, knows none.
 */
@Singleton
class FetchConstraints implements ValidatorFactoryCustomizer {

  @Override
  public void customize(BaseHibernateValidatorConfiguration<?> configuration) {
    ConstraintMapping mapping = configuration.createConstraintMapping();
    mapping
        .type(FetchRequest.class)
        .field("headers")
        .constraint(new GenericConstraintDef<>(StorableHeaders.class));
    configuration.addMapping(mapping);
  }
}
