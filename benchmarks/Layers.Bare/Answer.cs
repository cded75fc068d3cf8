using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Layers.Bare;

internal static class Answer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async Task Write<T>(HttpContext context, T what, Action<Utf8JsonWriter, T> write, int? revision = null)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        if (revision is { } tag)
            context.Response.Headers.ETag = $"\"{tag}\"";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Options))
            write(json, what);
        await context.Response.BodyWriter.FlushAsync();
    }

    public static Task Refuse(HttpContext context, int status, string code)
    {
        context.Response.StatusCode = status;
        return Write(context, code, static (json, code) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", "Refused.");
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }

    public static void WriteId(this Utf8JsonWriter json, string name, string prefix, Guid id) => json.WriteString(name, $"{prefix}{id:D}");

    /// <summary>Stored JSON, with the present address in front of its media.</summary>
    public static void WriteMedia(this Utf8JsonWriter json, string name, byte[]? stored, string whenNull, byte[] address)
    {
        json.WritePropertyName(name);
        if (stored is null)
            json.WriteRawValue(whenNull, skipInputValidation: true);
        else
            json.WriteRawValue(WithAddress(stored, address), skipInputValidation: true);
    }

    public static byte[] AddressOf(HttpContext context) => Encoding.UTF8.GetBytes($"\"{context.Request.Scheme}://{context.Request.Host}/media/");

    private static ReadOnlySpan<byte> WithAddress(byte[] stored, byte[] address)
    {
        var scheme = "\"media:"u8;
        ReadOnlySpan<byte> rest = stored;
        var count = rest.Count(scheme);
        var text = new byte[stored.Length + (count * (address.Length - scheme.Length))];
        var written = text.AsSpan();
        for (; count > 0; count--)
        {
            var at = rest.IndexOf(scheme);
            rest[..at].CopyTo(written);
            address.CopyTo(written[at..]);
            written = written[(at + address.Length)..];
            rest = rest[(at + scheme.Length)..];
        }

        rest.CopyTo(written);
        return text;
    }
}
