using System.Text;
using System.Text.Json;
using Layers.Application;

namespace Layers.Api.Http;

/// <summary>Reads whole numbers in any spelling that <see cref="WholeNumber"/> takes.</summary>
internal static class JsonInteger
{
    /// <summary>Anything else than a whole number throws a <see cref="JsonException"/>.</summary>
    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        if (reader.TryGetInt64(out var number))
            return number;
        return WholeNumber.TryParse(Encoding.ASCII.GetString(reader.ValueSpan), out var spelled) ? spelled : throw new JsonException();
    }
}
