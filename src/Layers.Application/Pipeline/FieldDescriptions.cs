using FluentValidation;
using FluentValidation.Internal;
using Layers.Domain;

namespace Layers.Application.Pipeline;

/// <summary>Reads from a validator what it says of its fields.</summary>
public static class FieldDescriptions
{
    /// <summary>
    /// One description for each field, in the order of the rules. Where several rules hold for a field, by circumstances, the one that only
    /// describes it counts.
    /// </summary>
    /// <exception cref="InvalidOperationException">Several rules of a field describe it, each in its own way.</exception>
    public static IReadOnlyList<FieldDescription> Of(IValidator validator)
    {
        var rules = validator.CreateDescriptor().Rules.Where(rule => rule.PropertyName is not null);
        var described = from rule in rules
                        from component in rule.Components
                        where component.Validator is IDescribesField
                        group (IDescribesField)component.Validator by rule.PropertyName;
        return [.. described.Select(field => Of(validator, field.Key, [.. field]))];
    }

    /// <summary>What is wrong with the fields of an object that stands at the path.</summary>
    internal static IEnumerable<Issue> FaultsOf<T>(string path, T value, IValidator<T> fields)
    {
        var context = new ValidationContext<T>(value, new PropertyChain([path]), ValidatorOptions.Global.ValidatorSelectors.DefaultValidatorSelectorFactory());
        return fields.Validate(context).Errors.Select(failure => new Issue(FieldPath.Of(failure.PropertyName), failure.ErrorMessage));
    }

    private static FieldDescription Of(IValidator validator, string name, IReadOnlyList<IDescribesField> rules)
    {
        var describing = rules.Count == 1 ? rules : [.. rules.Where(rule => rule.IsDescriptionOnly)];
        return describing is [var one]
            ? new FieldDescription(name, one.Presence, one.Shape)
            : throw new InvalidOperationException($"{validator.GetType().Name} has {rules.Count} rules for {name}; add Described(…) to say which of them callers see.");
    }
}
