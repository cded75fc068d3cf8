using System.Security.Cryptography;
using Layers.Application.Ports;

namespace Layers.Api.Http;

/// <summary>
/// Names every request: <c>req_</c> and a ULID, sent back as <c>X-Request-Id</c> whatever the response is. Whatever else serves the request learns here
/// where it was sent to.
/// </summary>
public sealed class RequestId(RequestDelegate next, ServerClock clock)
{
    public const string Header = "X-Request-Id";

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Letters = 26;

    public Task InvokeAsync(HttpContext context, CurrentCaller caller, RequestAddress address)
    {
        address.Request = context.Request;
        caller.IsRequest = true;
        caller.RequestId = Make(clock.GetCurrentInstant().ToUnixTimeMilliseconds());
        context.Items[typeof(RequestId)] = caller.RequestId;
        context.Response.Headers[Header] = caller.RequestId;
        return next(context);
    }

    public static string Of(HttpContext context) => context.Items[typeof(RequestId)] as string ?? "";

    // A ULID: 48 bits of milliseconds, then 80 random bits, five bits a letter.
    internal static string Make(long milliseconds)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        UInt128 bits = (ulong)milliseconds;
        foreach (var b in random)
            bits = (bits << 8) | b;

        Span<char> letters = stackalloc char[Letters];
        for (var i = Letters - 1; i >= 0; i--, bits >>= 5)
            letters[i] = Alphabet[(int)(bits & 31)];
        return string.Concat("req_", letters);
    }
}
