using System.Collections.Concurrent;
using Layers.Api.Composition;
using Layers.Testing;
using Microsoft.Extensions.Configuration;

namespace Layers.Api.Tests.Operation;

/// <summary>A setting that cannot be meant stops the start: nobody finds out by a request that fails, or by work that is never done.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("Layers:PublicUrl", "layers.example")]
    [InlineData("Layers:PublicUrl", "ftp://layers.example")]
    [InlineData("Layers:Database:MostWaiting", "0")]
    [InlineData("Layers:Database:MostWaiting", "many")]
    [InlineData("Layers:Shutdown:DelaySeconds", "-1")]
    [InlineData("Layers:Shutdown:Seconds", "0")]
    [InlineData("Layers:Shutdown:Seconds", "soon")]
    [InlineData("Layers:Secrets:Root", "too short")]
    [InlineData("Layers:Approval:RequireScope", "yes")]
    [InlineData("Layers:Approval:ExpiringShare", "0")]
    [InlineData("Layers:Approval:ExpiringShare", "1.1")]
    [InlineData("Layers:Approval:ExpiringShare", "-0.1")]
    [InlineData("Layers:Approval:ExpiringShare", "NaN")]
    [InlineData("Layers:Approval:ExpiringShare", "a tenth")]
    [InlineData("Layers:Approval:ExpiringAtMostSeconds", "0")]
    [InlineData("Layers:Approval:ExpiringAtMostSeconds", "an hour")]
    [InlineData("Layers:RateLimits:Enabled", "on")]
    [InlineData("Layers:Keys:RecordUsesSeconds", "0")]
    [InlineData("Layers:Keys:RecordUsesSeconds", "-30")]
    [InlineData("Layers:Keys:RecordUsesSeconds", "86401")]
    [InlineData("Layers:Keys:RecordUsesSeconds", "often")]
    [InlineData("Layers:Media:TimeoutSeconds", "0")]
    [InlineData("Layers:Uploads:ExpireAfterHours", "0")]
    [InlineData("Layers:Uploads:ExpireAfterHours", "a day")]
    [InlineData("Layers:Uploads:MostBytes", "-1")]
    [InlineData("Layers:Uploads:MostBytes", "10 GB")]
    [InlineData("Layers:Retention:MediaDays", "-1")]
    [InlineData("Layers:Retention:EventsDays", "36501")]
    [InlineData("Layers:Retention:DeliveriesDays", "for ever")]
    [InlineData("Layers:Uploads:Origins", "app.acme.example")]
    [InlineData("Layers:Uploads:Origins", "https://app.acme.example/")]
    [InlineData("Layers:Uploads:Origins", "https://app.acme.example/page")]
    [InlineData("Layers:Uploads:Origins", "https://app.acme.example, *")]
    [InlineData("Layers:Uploads:Origins", "https://app.acme.example,")]
    [InlineData("Layers:Relay:TimeoutSeconds", "0")]
    [InlineData("Layers:Relay:TimeoutSeconds", "1.5")]
    [InlineData("Layers:Dispatch:Batch", "0")]
    [InlineData("Layers:Dispatch:LeaseSeconds", "135")]
    [InlineData("Layers:Webhooks:TimeoutSeconds", "-3")]
    [InlineData("Layers:Webhooks:LeaseSeconds", "135")]
    [InlineData("Layers:Webhooks:Lanes", "0")]
    [InlineData("Layers:Workers:Enabled", "maybe")]
    [InlineData("Layers:Telemetry:OtlpEndpoint", "collector:4318")]
    [InlineData("Layers:Telemetry:OtlpEndpoint", "::")]
    [InlineData("Layers:Logging:Format", "xml")]
    public void Setting_ThatCannotBeMeant_StopsTheStart(string name, string value)
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        builder.Configuration[name] = value;

        builder.Invoking(LayersApp.Build).Should().Throw<FormatException>().WithMessage($"{name} must *");
    }

    [Theory]
    [InlineData("Layers:PublicUrl")]
    [InlineData("Layers:Shutdown:Seconds")]
    [InlineData("Layers:Approval:RequireScope")]
    [InlineData("Layers:Telemetry:OtlpEndpoint")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    public async Task Setting_ThatIsEmpty_IsAsGoodAsNone(string name)
    {
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        builder.Configuration[name] = "";

        await using var app = LayersApp.Build(builder);
    }

    [Fact]
    public async Task Settings_AreAllInTheManual()
    {
        var read = new ReadSettings();
        var builder = LayersApp.CreateBuilder("Host=nowhere");
        ((IConfigurationBuilder)builder.Configuration).Add(read);
        await using var app = LayersApp.Build(builder);
        var manual = await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "docs", "operation.md"));

        read.Names.Should().Contain(["Layers:Approval:RequireScope", "Layers:Workers:Enabled"]);
        read.Names.Where(name => !manual.Contains($"`{name.Replace(":", "__", StringComparison.Ordinal)}`", StringComparison.Ordinal)).Should().BeEmpty();
    }

    /// <summary>Sets nothing, and remembers what was asked for.</summary>
    private sealed class ReadSettings : ConfigurationProvider, IConfigurationSource
    {
        private readonly ConcurrentDictionary<string, bool> names = new();

        public IEnumerable<string> Names => names.Keys;

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            if (key.StartsWith("Layers:", StringComparison.Ordinal))
                names.TryAdd(key, true);
            value = null;
            return false;
        }
    }
}
