using FluentValidation;
using Layers.Domain;
using MediatR;

namespace Layers.Application.Pipeline;

/// <summary>Refuses a request with all of its faults at once, before a connection is opened.</summary>
public sealed class ValidationBehavior<TRequest, TAnswer>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TAnswer>
{
    public Task<TAnswer> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TAnswer> next)
    {
        var issues = validators
            .SelectMany(validator => validator.Validate(request).Errors)
            .Select(failure => new Issue(FieldPath.Of(failure.PropertyName), failure.ErrorMessage))
            .Distinct()
            .ToList();
        return issues.Count == 0 ? next() : throw DomainException.Invalid(issues);
    }
}
