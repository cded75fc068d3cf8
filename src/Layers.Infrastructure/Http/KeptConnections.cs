namespace Layers.Infrastructure.Http;

/// <summary>
/// Sends over connections that are kept open, as they are faster. The other side may close one just when it is taken up again, and some close after
/// every answer without saying so: what breaks off without an answer is sent once more, on a connection of its own. So a receiver may get a request
/// twice, and has its id or idempotency key to tell.
/// </summary>
internal sealed class KeptConnections(HttpMessageHandler kept, HttpMessageHandler fresh) : DelegatingHandler(kept)
{
    private readonly HttpMessageInvoker once = new(fresh);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException and not PrivateAddressException)
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
