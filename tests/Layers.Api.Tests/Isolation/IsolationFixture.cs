using Layers.Testing;

namespace Layers.Api.Tests.Isolation;

/// <summary>Two organizations on one server that have the same things and know each other's ids.</summary>
public sealed class IsolationFixture : ApiFixture
{
    private readonly Lazy<Task<Given>> stranger;
    private readonly Lazy<Task<Ids>> victims;
    private readonly Lazy<Task<Ids>> strangers;

    public IsolationFixture()
    {
        stranger = new Lazy<Task<Given>>(() => Given.Organization(Server));
        victims = new Lazy<Task<Ids>>(() => Ids.Of(Given));
        strangers = new Lazy<Task<Ids>>(async () => await Ids.Of(await stranger.Value));
    }

    /// <summary>The organization that asks for what is not its own, with a key that may do everything.</summary>
    public Task<Given> Stranger => stranger.Value;

    internal Task<Ids> Victims => victims.Value;

    internal Task<Ids> Strangers => strangers.Value;
}
