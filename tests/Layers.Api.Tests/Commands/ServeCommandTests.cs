using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Layers.Api.Commands;
using Layers.Testing;
using Microsoft.Extensions.Configuration;

namespace Layers.Api.Tests.Commands;

[UnsupportedOSPlatform("windows")]
public sealed class ServeCommandTests(CommandFixture layers) : IClassFixture<CommandFixture>
{
    [Fact]
    public async Task Serve_WithoutAConnectionString_RunsAPostgresOfItsOwnThatStopsWithIt()
    {
        using var folder = TempFolder.ForEverybody(); // As root PostgreSQL runs as somebody else.
        var data = Path.Combine(folder.Path, ".data", "postgres");
        var postmaster = Path.Combine(data, "cluster", "postmaster.pid");
        Watchdog.Start(data);
        await using var server = await LayersProcess.Serve(connectionString: null, folder.Path);
        var beside = await LayersProcess.Run(connectionString: null, folder.Path, "keys", "create", "--organization", "Acme", "--json");
        beside.ExitCode.Should().Be(0, beside.Errors);
        using var client = server.Client((string)beside.Json["apiKey"]!);
        (await client.PostJson("/v1/projects", new { name = "Acme Coffee" })).Status.Should().Be(HttpStatusCode.Created);
        File.Exists(postmaster).Should().BeTrue();

        (await server.Interrupt()).Should().Be(0);

        File.Exists(postmaster).Should().BeFalse("PostgreSQL takes it away when it has stopped in good order");
        var again = await LayersProcess.Run(connectionString: null, folder.Path, "keys", "list", "--json");
        again.Json["keys"]!.AsArray().Should().ContainSingle("what was kept is still there");
    }

    [Fact]
    public async Task Serve_WithACertificateInItsSettings_SpeaksTls()
    {
        using var certificate = OfThisMachine();
        var file = Path.Combine(layers.Folder, "server.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pfx));
        await using var server = await LayersProcess.Serve(layers.Database.ConnectionString, layers.Folder, new Dictionary<string, string?>
        {
            ["Kestrel__Endpoints__Tls__Url"] = "https://127.0.0.1:0",
            ["Kestrel__Endpoints__Tls__Certificate__Path"] = file,
            ["Logging__LogLevel__Microsoft"] = "Error", // It warns that these endpoints take the place of the usual one.
        });
        using var trusting = new SocketsHttpHandler();
        trusting.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate } };
        using var client = new HttpClient(trusting);

        server.Address.Scheme.Should().Be("https");
        (await client.GetAsync(new Uri(server.Address, "/health/live"))).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("serve", "--json")]
    [InlineData("--json")]
    [InlineData("serve", "--json", "--urls", "http://127.0.0.1:0")]
    [InlineData("--urls", "http://127.0.0.1:0", "--json")]
    public async Task Serve_HoweverItIsAskedFor_ListensAndSaysWhere(params string[] arguments)
    {
        await using var server = await LayersProcess.Serve(layers.Database.ConnectionString, layers.Folder, arguments);
        using var nobody = new HttpClient { BaseAddress = server.Address };

        (await nobody.GetJson("/v1/whoami")).ShouldBeError(HttpStatusCode.Unauthorized, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Serve_Interrupted_FinishesWhatRuns()
    {
        await using var proxy = new PostgresProxy(layers.Database);
        await using var server = await LayersProcess.Serve(proxy.ConnectionString, layers.Folder);
        var created = (await layers.RunWell("keys", "create", "--organization", "Acme", "--json")).Json;
        using var client = server.Client((string)created["apiKey"]!);
        using var halt = Halt.AtCommit(proxy);

        var creating = client.PostJson("/v1/projects", new { name = "Just in time" });
        await halt.Reached;
        var stopping = server.Interrupt();
        await server.UntilRefusing();
        halt.GoOn();

        (await creating).Status.Should().Be(HttpStatusCode.Created);
        (await stopping).Should().Be(0);
        (await layers.Database.Value<long>("select count(*) from projects where name = 'Just in time'")).Should().Be(1);
    }

    [Fact]
    public async Task Serve_WhereSomebodyElseListens_SaysSoInOneSentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        ShouldBeOneSentence(await layers.Run("serve", "--urls", $"http://{other.LocalEndpoint}"));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Database=none")]
    [InlineData("nonsense")]
    [InlineData("Hots=127.0.0.1")]
    public async Task Serve_WithoutTheDatabase_SaysSoInOneSentence(string connectionString) =>
        ShouldBeOneSentence(await LayersProcess.Run(connectionString, layers.Folder, "serve", "--urls", "http://127.0.0.1:0"));

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:508O")]
    [InlineData("http://0.0.0.0:80x")]
    [InlineData("http://127.0.0.l:5080")]
    [InlineData("http://127.0.0.1:0;http://[::1:5080")]
    public async Task Serve_OnAnAddressThatIsNone_SaysSoInOneSentence(string urls) => ShouldBeOneSentence(await layers.Run("serve", "--urls", urls));

    [Fact]
    public async Task Serve_OnAnEndpointThatIsNone_SaysSoInOneSentence()
    {
        var settings = new Dictionary<string, string?> { ["Kestrel__Endpoints__Inner__Url"] = "http://10.0.0.1O:5080" };

        var serving = () => LayersProcess.Serve(layers.Database.ConnectionString, layers.Folder, settings);

        (await serving.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should().Contain("http://10.0.0.1O:5080 is nowhere to listen");
    }

    [Theory]
    [InlineData("http://localhost:0")]
    [InlineData("http://*:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://127.0.0.1:0;http://[::1]:0")]
    public void Addresses_ThatCanBeMeant_AreTaken(string urls) =>
        FluentActions.Invoking(() => ListenAddresses.RefuseUnintended(new ConfigurationBuilder().AddInMemoryCollection([new("urls", urls)]).Build()))
            .Should().NotThrow();

    [Fact]
    public async Task Migrate_SaysWhatItApplied_AndNothingTheSecondTime()
    {
        await using var empty = await (await TestCluster.Shared).CreateDatabase("template0");

        var first = await LayersProcess.Run(empty.ConnectionString, layers.Folder, "migrate", "--json");
        var second = await LayersProcess.Run(empty.ConnectionString, layers.Folder, "migrate", "--json");

        first.Json["applied"]!.AsArray().Select(name => (string?)name).Should().StartWith("0001_foundation").And.BeInAscendingOrder();
        second.Json["applied"]!.AsArray().Should().BeEmpty();
    }

    private static X509Certificate2 OfThisMachine()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=layers", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private static void ShouldBeOneSentence(CommandOutcome outcome)
    {
        outcome.ExitCode.Should().Be(1);
        outcome.Errors.Trim().Should().NotBeEmpty().And.NotContain("\n").And.NotContain("   at ");
    }
}
