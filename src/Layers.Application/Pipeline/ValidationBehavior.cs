using FluentValidation;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Pipeline;

/// <summary>Refuses a request with all of its faults at once, before a connection is opened.</summary>
public sealed class ValidationBehavior<TRequest, TAnswer>(IEnumerable<IValidator<TRequest>> validators, ICaller caller) : IPipelineBehavior<TRequest, TAnswer>
{
    public Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        var issues = validators
            .SelectMany(validator => validator.Validate(ContextOf(request)).Errors)
            .Select(failure => new Issue(FieldPath.Of(failure.PropertyName), failure.ErrorMessage))
            .Distinct()
            .ToList();
        return issues.Count == 0 ? next() : throw DomainException.Invalid(issues);
    }

    private ValidationContext<TRequest> ContextOf(TRequest request)
    {
        var context = new ValidationContext<TRequest>(request);
        context.RootContextData[CallerKey.Name] = caller;
        return context;
    }
}

/// <summary>Validators serve all requests, so they find the caller in their context.</summary>
internal static class CallerKey
{
    public const string Name = nameof(ICaller);

    /// <summary>Null for a validator that is asked outside of the pipeline.</summary>
    public static ICaller? Caller<T>(this ValidationContext<T> context) => context.RootContextData.TryGetValue(Name, out var caller) ? caller as ICaller : null;
}
