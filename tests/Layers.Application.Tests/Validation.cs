using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using Moq;

namespace Layers.Application.Tests;

internal static class Validation
{
    /// <summary>The paths of the faults that a caller is told, in any order; none when the request is good.</summary>
    public static async Task<IEnumerable<string>> PathsOf<T>(this IValidator<T> validator, T request) =>
        (await validator.IssuesOf(request)).Select(issue => issue.Path);

    public static async Task<IReadOnlyList<Issue>> IssuesOf<T>(this IValidator<T> validator, T request)
    {
        try
        {
            await new ValidationBehavior<T, Unit>([validator], Mock.Of<ICaller>()).Handle(request, default, () => Unit.Task);
            return [];
        }
        catch (DomainException refusal)
        {
            return (IReadOnlyList<Issue>)refusal.Details!["issues"]!;
        }
    }
}
