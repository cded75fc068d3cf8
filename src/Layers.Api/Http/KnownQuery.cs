using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Layers.Domain;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;

namespace Layers.Api.Http;

/// <summary>Another name by which callers may give this query parameter. The document shows the property's own name only.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlsoCalledAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>
/// Refuses query parameters that the action does not have: a misspelled filter would return what was not asked for, and a misspelled
/// <c>dryRun</c> would write. Actions without query parameters ignore what is sent.
/// </summary>
internal sealed class KnownQuery : IResourceFilter
{
    private const int LongestName = 64;

    private static readonly ConcurrentDictionary<ActionDescriptor, FrozenDictionary<string, string>> Known = new();

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var request = context.HttpContext.Request;
        var known = Known.GetOrAdd(context.ActionDescriptor, NamesOf);
        if (known.Count == 0 || request.Query.Count == 0)
            return;

        var unknown = request.Query.Keys.Where(name => !known.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
            throw DomainException.Invalid([.. unknown.Select(name => FaultOf(name, known))]);
        if (request.Query.Keys.Any(name => !IsItsOwn(name, known)))
            request.Query = UnderTheirOwnNames(request.Query, known);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static bool IsItsOwn(string name, FrozenDictionary<string, string> known) => known[name].Equals(name, StringComparison.OrdinalIgnoreCase);

    private static QueryCollection UnderTheirOwnNames(IQueryCollection query, FrozenDictionary<string, string> known) =>
        new(query
            .GroupBy(parameter => known[parameter.Key], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new StringValues([.. group.SelectMany(parameter => parameter.Value)]), StringComparer.OrdinalIgnoreCase));

    // The name is the caller's: only one that could be a parameter's is repeated.
    private static Issue FaultOf(string name, FrozenDictionary<string, string> known)
    {
        var shown = name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' or '[' or ']') ? name : "";
        return new Issue(shown, $"{(shown.Length > 0 ? shown : "What was sent")} is not a query parameter here; accepted are {string.Join(", ", known.Values.Distinct().Order(StringComparer.Ordinal))}.");
    }

    /// <summary>The names that the action takes, in any case of letters, each with the name under which it is bound.</summary>
    private static FrozenDictionary<string, string> NamesOf(ActionDescriptor action) =>
        action.Parameters
            .OfType<ControllerParameterDescriptor>()
            .Where(parameter => parameter.BindingInfo?.BindingSource == BindingSource.Query)
            .SelectMany(NamesOf)
            .ToFrozenDictionary(name => name.Taken, name => name.Bound, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<(string Taken, string Bound)> NamesOf(ControllerParameterDescriptor parameter) =>
        parameter.ParameterType == typeof(string) ? [(parameter.Name, parameter.Name)] : parameter.ParameterType.GetProperties().SelectMany(NamesOf);

    private static IEnumerable<(string Taken, string Bound)> NamesOf(PropertyInfo property)
    {
        var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        yield return (name, name);
        if (property.GetCustomAttribute<AlsoCalledAttribute>() is { } other)
            yield return (other.Name, name);
    }
}
