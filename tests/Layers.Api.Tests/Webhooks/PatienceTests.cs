using Layers.Testing;

namespace Layers.Api.Tests.Webhooks;

public sealed class PatienceTests(PatienceTests.ImpatientFixture api) : IClassFixture<PatienceTests.ImpatientFixture>
{
    [Fact]
    public async Task Receiver_ThatNeverAnswers_IsGivenUpInTime()
    {
        await using var receiver = await Receiver.Start();
        receiver.Hang();
        var (given, endpoint) = await api.OneEventFor(receiver);

        await api.Deliver(given, endpoint);

        var delivery = (await given.Deliveries(endpoint)).Single();
        (delivery.TextOf("status"), delivery.TextOf("lastError"), delivery["lastStatusCode"]).Should().Be(("pending", "timeout", null));
    }

    public sealed class ImpatientFixture : ApiFixture
    {
        protected override IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(WebhookFixture.Allowed)
        {
            ["Layers:Webhooks:TimeoutSeconds"] = "1",
        };
    }
}
