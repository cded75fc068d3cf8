using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.Operation;
using Layers.Api.RateLimits;
using Layers.Api.Uploads;
using Layers.Api.Workers;
using Layers.Application.Content;
using Layers.Application.Operation;
using Layers.Application.Ports;
using Layers.Application.Retention;
using Layers.Application.Scheduling;
using Layers.Application.Uploads;
using Layers.Application.Webhooks;
using Layers.Domain.Approval;
using Layers.Domain.Keys;
using Layers.Infrastructure.Media;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Secrets;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>What an operator may set, under <c>Layers:</c>. A bad setting throws a <see cref="FormatException"/> that names it and says what it takes.</summary>
internal static class Settings
{
    private const string DefaultDataFolder = ".data";
    private const int AnHour = 3_600;
    private const int ADay = 86_400;
    private const int AYearInMinutes = 525_600;

    public static void AddSettings(this IServiceCollection services)
    {
        services.AddSetting(layers => new PublicUrl(layers.WebAddress("PublicUrl")?.AbsoluteUri.TrimEnd('/')));
        services.AddSetting(layers => new MediaFolder(layers.Text("Media:Folder") ?? Path.Combine(layers.Text("DataFolder") ?? DefaultDataFolder, "media")));
        services.AddSetting(layers => new MediaStoreOptions(layers.Seconds("Media:TimeoutSeconds", 30, AnHour)));
        services.AddSetting(layers => new ConnectionOptions(
            layers.Number("Database:MostWaiting", 500, least: 1, most: 100_000), layers.Share("Database:OrganizationShare", ConnectionOptions.DefaultShare)));
        services.AddSetting(layers => new ShutdownOptions(
            TimeSpan.FromSeconds(layers.Number("Shutdown:DelaySeconds", 0, least: 0, most: AnHour)),
            TimeSpan.FromSeconds(layers.Number("Shutdown:Seconds", 30, least: 1, most: AnHour))));
        services.AddSetting(SecretOptionsOf);
        services.AddSetting(layers => new ApprovalOptions(layers.Flag("Approval:RequireScope")));
        services.AddSetting(layers => new RateLimitOptions(layers.Flag("RateLimits:Enabled", otherwise: true)));
        services.AddSetting(UploadOptionsOf);
        services.AddSetting(layers => new RetentionOptions(
            layers.DaysOrForEver("Retention:MediaDays", 90), layers.DaysOrForEver("Retention:EventsDays", 90), layers.DaysOrForEver("Retention:DeliveriesDays", 30)));
        services.AddSetting(layers => new UploadOrigins(layers.Origins("Uploads:Origins", otherwise: UploadOrigins.Any)));
        services.AddSetting(ExpiryNoticeOf);
        services.AddSetting(layers => new KeyUseOptions(TimeSpan.FromSeconds(layers.Number("Keys:RecordUsesSeconds", 30, least: 1, most: ADay))));
        services.AddSetting(layers => new GuessOptions(layers.Number("Keys:UnknownPerMinute", 60, least: 1, most: 1_000_000)));
        services.AddSetting(layers => new TrustedProxies(layers.Networks("Proxy:Trusted")));
        services.AddSetting(RelayOptionsOf);
        services.AddSetting(DispatchOptionsOf);
        services.AddSetting(WebhookOptionsOf);
    }

    /// <summary>Reads all of them, so that a bad one stops the start and not the work that needs it.</summary>
    public static void DemandSettings(this IServiceProvider provider)
    {
        foreach (var setting in provider.GetServices<Setting>())
            provider.GetRequiredService(setting.Type);
        provider.GetRequiredService<IServerSecrets>();
    }

    /// <summary>Where this server keeps its files, in the directory that it is started from.</summary>
    public static string DataFolderOf(IConfiguration configuration) => configuration.GetSection("Layers").Text("DataFolder") ?? DefaultDataFolder;

    /// <summary>Whether this node does what is due by the clock.</summary>
    public static bool AreWorkersEnabled(IConfiguration configuration) => configuration.GetSection("Layers").Flag("Workers:Enabled", otherwise: true);

    public static TelemetryOptions TelemetryOptionsOf(IConfiguration configuration)
    {
        var endpoint = configuration.GetSection("Layers").WebAddress("Telemetry:OtlpEndpoint");
        return new TelemetryOptions(endpoint, endpoint is not null || configuration.Text("OTEL_EXPORTER_OTLP_ENDPOINT") is not null);
    }

    private static SecretOptions SecretOptionsOf(IConfiguration layers)
    {
        var root = layers.Text("Secrets:RootFile") is { } file ? File.ReadAllText(file).Trim() : layers.Text("Secrets:Root");
        return new SecretOptions(string.IsNullOrEmpty(root) ? null : new Secret(root));
    }

    private static ExpiryNotice ExpiryNoticeOf(IConfiguration layers)
    {
        var share = layers.Share("Approval:ExpiringShare", ExpiryNotice.Default.Share);
        var atMost = layers.Number("Approval:ExpiringAtMostSeconds", (int)ExpiryNotice.Default.AtMost.TotalSeconds, least: 1, most: int.MaxValue);
        return new ExpiryNotice(share, Duration.FromSeconds(atMost));
    }

    private static UploadOptions UploadOptionsOf(IConfiguration layers)
    {
        var mostBytes = layers.LongNumber("Uploads:MostBytes", 0, least: 0, most: long.MaxValue);
        return new UploadOptions(Duration.FromHours(layers.Number("Uploads:ExpireAfterHours", 24, least: 1, most: 8_760)), mostBytes == 0 ? null : mostBytes);
    }

    private static RelayOptions RelayOptionsOf(IConfiguration layers) =>
        new(layers.Flag("Relay:AllowPrivateAddresses"), layers.Seconds("Relay:TimeoutSeconds", 15, AnHour));

    private static DispatchOptions DispatchOptionsOf(IConfiguration layers)
    {
        var lease = LeaseOf(layers, "Dispatch:LeaseSeconds", "Relay:TimeoutSeconds", RelayOptionsOf(layers).Patience);
        var batch = layers.Number("Dispatch:Batch", 32, least: 1, most: 1_000);
        var lanes = layers.Number("Dispatch:Lanes", 1_024, least: 1, most: 100_000);
        var grace = Duration.FromMinutes(layers.Number("Dispatch:GraceMinutes", 60, least: 1, most: AYearInMinutes));
        return new DispatchOptions(batch, lanes, lease, grace);
    }

    private static WebhookOptions WebhookOptionsOf(IConfiguration layers)
    {
        var patience = layers.Seconds("Webhooks:TimeoutSeconds", 15, AnHour);
        var lease = LeaseOf(layers, "Webhooks:LeaseSeconds", "Webhooks:TimeoutSeconds", patience);
        var lanes = layers.Number("Webhooks:Lanes", 512, least: 1, most: 100_000);
        return new WebhookOptions(layers.Flag("Webhooks:AllowHttp"), layers.Flag("Webhooks:AllowPrivateAddresses"), patience, lease, lanes);
    }

    /// <summary>
    /// One node writes down when its claim ends, and another compares that with its own clock: a claim must last for the attempt even if the one clock
    /// is behind and the other ahead. Otherwise what is slow is sent twice, or canceled while it goes out.
    /// </summary>
    private static Duration LeaseOf(IConfiguration layers, string name, string patienceName, Duration patience)
    {
        var lease = layers.Seconds(name, 150, ADay);
        return lease > patience + NodeClock.FurthestApart
            ? lease
            : throw new FormatException($"Layers:{name} must be more than {NodeClock.FurthestApart.TotalSeconds:0} seconds longer than Layers:{patienceName}.");
    }

    private static void AddSetting<T>(this IServiceCollection services, Func<IConfigurationSection, T> read)
        where T : class
    {
        services.AddSingleton(provider => read(provider.GetRequiredService<IConfiguration>().GetSection("Layers")));
        services.AddSingleton(new Setting(typeof(T)));
    }

    private sealed record Setting(Type Type);
}
