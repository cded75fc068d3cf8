namespace Layers.Infrastructure.Http;

/// <summary>
/// Sends over connections that are kept open, as they are faster. The other side may close one just when it is taken up again, and some close after
/// every response without saying so: what breaks off on a connection that has served before is sent once more, on a connection of its own. So a
/// receiver may get a request twice, and has its id or idempotency key to tell. What breaks off on a fresh connection has failed.
/// </summary>
internal sealed class KeptConnections(HttpMessageHandler kept, HttpMessageHandler fresh) : DelegatingHandler(kept)
{
    private readonly HttpMessageInvoker once = new(fresh);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var connection = UsedConnection.Follow();
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e) when (e.InnerException is IOException && connection.HasServed)
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
