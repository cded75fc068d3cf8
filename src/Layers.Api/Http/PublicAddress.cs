namespace Layers.Api.Http;

/// <summary>Where callers reach this server: <c>Layers:PublicUrl</c>, or else the address that the present request was sent to.</summary>
public sealed class PublicAddress(IConfiguration configuration, IHttpContextAccessor accessor)
{
    private readonly string? configured = configuration["Layers:PublicUrl"]?.TrimEnd('/');

    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    public string Base =>
        configured ?? (accessor.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}" : "");
}
