using System.Reflection;
using Layers.Api.Http;
using Layers.Application;
using Layers.Application.Social;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Routing;

namespace Layers.Api.Tests.Http;

/// <summary>What the actions take, read from their code: the query parameters and the fields of their bodies.</summary>
internal static class Fields
{
    private static readonly Dictionary<string, MethodInfo> Actions = FindActions();

    /// <summary>Every query parameter of the endpoint, as callers write it.</summary>
    public static IReadOnlyList<string> OfQuery(Endpoint endpoint) =>
    [
        .. Actions[endpoint.ToString()].GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<FromQueryAttribute>() is not null)
            .SelectMany(parameter => parameter.ParameterType == typeof(string) ? [parameter.Name!] : parameter.ParameterType.GetProperties().Select(NameOf)),
    ];

    /// <summary>Every field of the endpoint's body that takes text or JSON, with its path: <c>targets[0].mode</c>.</summary>
    public static IReadOnlyList<string> OfBody(Endpoint endpoint) =>
    [
        .. Actions[endpoint.ToString()].GetParameters()
            .Where(parameter => parameter.GetCustomAttribute<JsonBodyAttribute>() is not null)
            .SelectMany(parameter => TextsIn(parameter.ParameterType, "")),
    ];

    private static IEnumerable<string> TextsIn(Type type, string parent) =>
        from property in type.GetProperties()
        let value = Argument(property.PropertyType, typeof(Optional<>))
        where value is not null
        from path in PathsTo(value, parent + NameOf(property))
        select path;

    private static IEnumerable<string> PathsTo(Type value, string path)
    {
        if (value == typeof(bool) || value == typeof(long))
            return [];
        if (value == typeof(AccountSettings))
            return [$"{path}.url"]; // All that built-in publishers take.
        var item = Argument(value, typeof(IReadOnlyList<>));
        var inner = item is null ? value : Argument(item, typeof(Optional<>)) ?? item;
        var isText = inner == typeof(string) || inner == typeof(System.Text.Json.JsonElement);
        return isText ? [path] : TextsIn(inner, item is null ? $"{path}." : $"{path}[0].");
    }

    private static Type? Argument(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[0] : null;

    private static string NameOf(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static Dictionary<string, MethodInfo> FindActions() =>
        (from controller in typeof(JsonBodyAttribute).Assembly.GetTypes()
         where controller.IsAssignableTo(typeof(ControllerBase))
         let root = controller.GetCustomAttribute<RouteAttribute>()?.Template
         from action in controller.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
         from verb in action.GetCustomAttributes<HttpMethodAttribute>()
         from method in verb.HttpMethods
         select (Name: $"{method} /{string.Join('/', new[] { root, verb.Template?.TrimStart('/') }.OfType<string>())}", Action: action))
        .ToDictionary(found => found.Name, found => found.Action);
}

/// <summary>The endpoints that are lists: those that take a cursor.</summary>
internal static class ListEndpoints
{
    public static readonly IReadOnlyList<Endpoint> All = [.. Endpoint.All.Where(endpoint => Fields.OfQuery(endpoint).Contains("cursor"))];
}
