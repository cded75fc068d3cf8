using Layers.Api.Http;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace Layers.Api.Uploads;

/// <summary>The pages from which a browser may send bytes to upload addresses.</summary>
/// <param name="Origins">As browsers write them (<c>https://app.acme.example</c>); <see cref="Any"/> alone for all pages, and none to refuse all.</param>
internal sealed record UploadOrigins(IReadOnlyList<string> Origins)
{
    public const string Any = "*";
}

/// <summary>
/// The one thing that pages of other origins may call. An upload address carries its own right, and no cookie adds to it, so a page can do no more with it
/// than anyone else who has it.
/// </summary>
internal static class UploadCors
{
    public const string Policy = "uploads";

    // Chromium keeps an answer no longer than this.
    private static readonly TimeSpan PreflightLifetime = TimeSpan.FromHours(2);

    public static void AddUploadCors(this IServiceCollection services) =>
        services.AddOptions<CorsOptions>().Configure<UploadOrigins>((cors, allowed) => cors.AddPolicy(Policy, policy => Configure(policy, allowed)));

    private static void Configure(CorsPolicyBuilder policy, UploadOrigins allowed)
    {
        if (allowed.Origins is [UploadOrigins.Any])
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. allowed.Origins]);
        policy.WithMethods(HttpMethods.Put).AllowAnyHeader().WithExposedHeaders(RequestId.Header, HeaderNames.RetryAfter).SetPreflightMaxAge(PreflightLifetime);
    }
}
