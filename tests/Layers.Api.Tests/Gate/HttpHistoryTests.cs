using FsCheck;
using FsCheck.Fluent;
using Layers.Domain.Tests.Gate;
using Layers.Testing;

namespace Layers.Api.Tests.Gate;

public sealed class HttpHistoryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public void AnyHistory_EndsInTheServerAsTheContractSays()
    {
        var property = Prop.ForAll(Histories.Of(atMost: 20), async history =>
        {
            var server = new HttpGate(api, await api.Given.Project());
            await Histories.Replay(history, server.Apply, server.States, afterEachStep: false);
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), property);
    }
}
