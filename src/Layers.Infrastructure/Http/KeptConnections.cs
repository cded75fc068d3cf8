namespace Layers.Infrastructure.Http;

/// <summary>
/// Sends over connections that are kept open, as they are faster. The other side may close one just when it is taken up again, and some close after
/// every answer without saying so: what broke off without an answer on a kept connection is sent once more, on a new one.
/// </summary>
internal sealed class KeptConnections(HttpMessageHandler kept, HttpMessageHandler fresh) : DelegatingHandler(kept)
{
    private static readonly HttpRequestOptionsKey<bool> Connected = new("Layers.Connected");

    private readonly HttpMessageInvoker once = new(fresh);

    /// <summary>The request has a connection made for it.</summary>
    public static void NoteConnecting(HttpRequestMessage request) => request.Options.Set(Connected, true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException && !request.Options.TryGetValue(Connected, out _))
        {
            return await once.SendAsync(request, cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            once.Dispose();
        base.Dispose(disposing);
    }
}
