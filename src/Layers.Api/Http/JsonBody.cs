using System.Buffers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Layers.Domain;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Layers.Api.Http;

/// <summary>
/// Binds a body type whose fields are all <see cref="Application.Optional{T}"/>. No body is an empty object; what is not JSON, not UTF-8,
/// no object or holds a key twice is refused here, and everything else is left to the validators.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class JsonBodyAttribute() : ModelBinderAttribute(typeof(JsonBodyBinder))
{
    public override BindingSource? BindingSource => BindingSource.Body;
}

internal sealed class JsonBodyBinder : IModelBinder
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = JsonFormat.DeepestNesting, AllowDuplicateProperties = false };

    public async Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var body = WithoutMark(await RequestBody.Read(bindingContext.HttpContext));
        var model = body.IsEmpty
            ? Activator.CreateInstance(bindingContext.ModelType)
            : Parse(bindingContext.HttpContext.Request, body, bindingContext.ModelType);
        bindingContext.Result = ModelBindingResult.Success(model);
    }

    // RFC 8259 lets a reader ignore a byte order mark, and some editors and libraries write one.
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    private static object? Parse(HttpRequest request, ReadOnlyMemory<byte> body, Type type)
    {
        JsonMediaType.Demand(request);
        if (!Utf8.IsValid(body.Span))
            throw new DomainException(ErrorKind.Malformed, "The body is not valid UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw DomainException.Invalid([new Issue("", "The body must be a JSON object.")]);
            return document.RootElement.Deserialize(type, JsonFormat.Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new DomainException(ErrorKind.Malformed, "The body is not valid JSON, is nested too deeply, or holds a key twice.");
        }
    }
}

/// <summary>The bytes of a small body, read once: the idempotency hash and the JSON reader see the same.</summary>
internal static class RequestBody
{
    /// <summary>Where an endpoint does not say otherwise.</summary>
    public const int LargestJson = 1_048_576;

    /// <summary>A caption, a note or a reason in whatever spelling, and a policy.</summary>
    public const int LargestRemark = 65_536;

    /// <summary>50 targets with both of their texts at full length, in whatever spelling.</summary>
    public const int LargestSchedule = 5_242_880;

    /// <summary>200 decisions with their remarks at full length, in whatever spelling.</summary>
    public const int LargestDecisions = 3_145_728;

    public static long LargestOf(MethodInfo action) =>
        action.GetCustomAttributes().OfType<IRequestSizeLimitMetadata>().FirstOrDefault()?.MaxRequestBodySize ?? LargestJson;

    public static async ValueTask<ReadOnlyMemory<byte>> Read(HttpContext context)
    {
        if (context.Items[typeof(RequestBody)] is ReadOnlyMemory<byte> read)
            return read;

        var reader = context.Request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync(context.RequestAborted);
            if (result.IsCompleted)
            {
                ReadOnlyMemory<byte> body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                context.Items[typeof(RequestBody)] = body;
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
