using Layers.Domain;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Testing;
using NodaTime.Text;
using Xunit;

namespace Layers.Testing;

/// <summary>One server and one organization for a test class; its tests make projects of their own.</summary>
public class ApiFixture : IAsyncLifetime
{
    public ApiServer Server { get; private set; } = null!;

    /// <summary>An organization with a key that may do everything.</summary>
    public Given Given { get; private set; } = null!;

    public HttpClient Client => Given.Client;

    public FakeClock Clock => Server.Clock;

    /// <summary>The present as responses show it.</summary>
    public string Now => InstantPattern.ExtendedIso.Format(Clock.Now());

    protected virtual IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>();

    /// <summary>Puts services of a test in place of the server's own.</summary>
    protected virtual void Replace(IServiceCollection services)
    {
    }

    protected virtual Task<ApiServer> StartServer() => ApiServer.Start(Settings, replace: Replace);

    public virtual async Task InitializeAsync()
    {
        Server = await StartServer();
        Given = await Given.Organization(Server);
    }

    public virtual async Task DisposeAsync() => await Server.DisposeAsync();
}
