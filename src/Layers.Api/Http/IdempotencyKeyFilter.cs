using System.Security.Cryptography;
using System.Text;
using Layers.Application.Ports;
using Layers.Domain;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Layers.Api.Http;

/// <summary>Reads <c>Idempotency-Key</c> of POST, PATCH and DELETE, and says on the answer when it is an earlier one.</summary>
internal sealed class IdempotencyKeyFilter : IAsyncResourceFilter
{
    private const string Header = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int Longest = 255;

    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        return Changes(http.Request.Method) && http.Request.Headers.TryGetValue(Header, out var header) && CallerOf(http) is { ApiKey: not null } caller
            ? Attempt(http, caller, header, next)
            : next();
    }

    private static CurrentCaller CallerOf(HttpContext http) => http.RequestServices.GetRequiredService<CurrentCaller>();

    private static async Task Attempt(HttpContext http, CurrentCaller caller, string? header, ResourceExecutionDelegate next)
    {
        var attempt = new IdempotentAttempt(KeyIn(header), await Hash(http));
        caller.Idempotency = attempt;
        http.Response.OnStarting(() =>
        {
            if (attempt.WasReplayed)
                http.Response.Headers[ReplayedHeader] = "true";
            return Task.CompletedTask;
        });
        await next();
    }

    private static bool Changes(string method) => HttpMethods.IsPost(method) || HttpMethods.IsPatch(method) || HttpMethods.IsDelete(method);

    private static string KeyIn(string? header)
    {
        var isQuoted = header is { Length: >= 2 } && header[0] == '"' && header[^1] == '"';
        var key = isQuoted ? header![1..^1] : header;
        if (string.IsNullOrEmpty(key) || key.Length > Longest || !key.All(c => c is > ' ' and <= '~'))
            throw DomainException.Invalid([new Issue(Header, $"{Header} must be 1 to {Longest} visible ASCII characters.")]);
        return key;
    }

    private static async Task<byte[]> Hash(HttpContext http)
    {
        var body = await RequestBody.Read(http);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        hash.AppendData(body.Span);
        return hash.GetHashAndReset();
    }
}
