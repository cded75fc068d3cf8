using Layers.Application.Webhooks;
using Layers.Infrastructure.Http;

namespace Layers.Infrastructure.Webhooks;

internal sealed class WebhookHosts : IWebhookHosts
{
    public bool LooksPrivate(string host) => PrivateAddresses.LookLike(host);
}
