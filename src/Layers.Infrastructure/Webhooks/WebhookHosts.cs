using System.Net;
using Layers.Application.Webhooks;
using Layers.Infrastructure.Http;

namespace Layers.Infrastructure.Webhooks;

internal sealed class WebhookHosts : IWebhookHosts
{
    private const string ThisMachine = "localhost";

    public bool LooksPrivate(string host)
    {
        var name = host.TrimEnd('.');
        return IPAddress.TryParse(name, out var address)
            ? PrivateAddresses.Contain(address)
            : name.Equals(ThisMachine, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{ThisMachine}", StringComparison.OrdinalIgnoreCase);
    }
}
