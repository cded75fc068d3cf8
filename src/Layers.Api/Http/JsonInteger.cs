using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Layers.Api.Http;

/// <summary>Reads the integers of JSON Schema: <c>5.0</c> and <c>1e1</c> are whole numbers too.</summary>
internal static class JsonInteger
{
    private const double BeyondLong = 1e19;

    /// <summary>
    /// A whole number beyond the range of a <see cref="long"/> becomes the end of that range, so that the rule of the field refuses it.
    /// Anything else than a whole number throws a <see cref="JsonException"/>.
    /// </summary>
    public static long Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
            throw new JsonException();
        return reader.TryGetInt64(out var number) ? number : ReadOtherSpelling(ref reader);
    }

    private static long ReadOtherSpelling(ref Utf8JsonReader reader)
    {
        // Checked before the exact reading, which would write 1e999999999 out as a billion digits.
        var size = reader.GetDouble();
        if (Math.Abs(size) >= BeyondLong)
            return size < 0 ? long.MinValue : long.MaxValue;
        return BigInteger.TryParse(Encoding.ASCII.GetString(reader.ValueSpan), NumberStyles.Float, CultureInfo.InvariantCulture, out var whole)
            ? (long)BigInteger.Clamp(whole, long.MinValue, long.MaxValue)
            : throw new JsonException();
    }
}
