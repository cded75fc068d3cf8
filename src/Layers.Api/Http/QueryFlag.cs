using Layers.Domain;

namespace Layers.Api.Http;

internal static class QueryFlag
{
    public static bool Parse(string name, string? text) =>
        text switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw DomainException.Invalid([new Issue(name, $"{name} must be true or false.")]),
        };
}
