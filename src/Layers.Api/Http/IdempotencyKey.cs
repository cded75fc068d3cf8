using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Primitives;

namespace Layers.Api.Http;

/// <summary>Reads <c>Idempotency-Key</c> of POST, PATCH and DELETE, and says on the response when it is an earlier one.</summary>
internal sealed class IdempotencyKey(RequestDelegate next)
{
    private const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int Longest = 255;

    public Task InvokeAsync(HttpContext context, CurrentCaller caller) =>
        Changes(context.Request.Method) && context.Request.Headers.TryGetValue(Header, out var lines) && caller.ApiKey is not null && IsAnswered(context)
            ? Attempt(context, caller, lines)
            : next(context);

    // Routing sends a method that an address does not know to an endpoint of its own.
    private static bool IsAnswered(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ControllerActionDescriptor>() is not null;

    private async Task Attempt(HttpContext context, CurrentCaller caller, StringValues lines)
    {
        var attempt = new IdempotentAttempt(KeyIn(lines), await Hash(context));
        caller.Idempotency = attempt;
        context.Response.OnStarting(() =>
        {
            if (attempt.WasReplayed)
                context.Response.Headers[ReplayedHeader] = "true";
            return Task.CompletedTask;
        });
        await next(context);
    }

    private static bool Changes(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    private static string KeyIn(StringValues lines)
    {
        if (lines.Count > 1)
            throw DomainException.Invalid([new Issue(Header, $"{Header} may be given only once.")]);
        var header = lines.ToString();
        var isQuoted = header.Length >= 2 && header[0] == '"' && header[^1] == '"';
        var key = isQuoted ? header[1..^1] : header;
        if (string.IsNullOrEmpty(key) || key.Length > Longest || !key.All(c => c is > ' ' and <= '~'))
            throw DomainException.Invalid([new Issue(Header, $"{Header} must be 1 to {Longest} visible ASCII characters.")]);
        return key;
    }

    private static async Task<byte[]> Hash(HttpContext context)
    {
        var body = await RequestBody.Read(context);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}\n"));
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }
}
