using Layers.Api.Operation;
using Layers.Api.RateLimits;
using Layers.Api.Workers;
using Layers.Application.Content;
using Layers.Application.Ports;
using Layers.Application.Scheduling;
using Layers.Application.Webhooks;
using Layers.Domain.Approval;
using Layers.Domain.Keys;
using Layers.Infrastructure.Media;
using Layers.Infrastructure.Scheduling;
using Layers.Infrastructure.Secrets;
using Layers.Infrastructure.Sql;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>What an operator may set, under <c>Layers:</c>. Every setting is read here, and only here.</summary>
internal static class Settings
{
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddSetting(layers => new MediaFolder(layers["Media:Folder"] ?? Path.Combine(layers["DataFolder"] ?? DefaultDataFolder, "media")));
        services.AddSetting(layers => new ConnectionOptions(layers.GetValue("Database:MostWaiting", defaultValue: 500)));
        services.AddSingleton(provider => TelemetryOptionsOf(provider.GetRequiredService<IConfiguration>()));
        services.AddSetting(layers => new ShutdownOptions(
            TimeSpan.FromSeconds(layers.GetValue("Shutdown:DelaySeconds", defaultValue: 0)),
            TimeSpan.FromSeconds(layers.GetValue("Shutdown:Seconds", defaultValue: 30))));
        services.AddSetting(layers => new SecretOptions(RootOf(layers.GetSection("Secrets"))));
        services.AddSetting(layers => new ApprovalOptions(layers.GetValue<bool>("Approval:RequireScope")));
        services.AddSetting(layers => new RateLimitOptions(layers.GetValue("RateLimits:Enabled", defaultValue: true)));
        services.AddSetting(ExpiryNoticeOf);
        services.AddSetting(KeyUseOptionsOf);
        services.AddSetting(layers => new RelayOptions(
            layers.GetValue<bool>("Relay:AllowPrivateAddresses"),
            Duration.FromSeconds(layers.GetValue("Relay:TimeoutSeconds", defaultValue: 15))));
        services.AddSingleton(provider => DispatchOptionsOf(provider.GetRequiredService<IConfiguration>().GetSection("Layers"), provider.GetRequiredService<RelayOptions>()));
        services.AddSetting(WebhookOptionsOf);
    }

    /// <summary>Reads what the server cannot run by, so that a bad setting stops the start and not the work that needs it.</summary>
    public static void DemandSettings(this IServiceProvider provider)
    {
        try
        {
            provider.GetRequiredService<ApprovalOptions>();
            provider.GetRequiredService<RateLimitOptions>();
            provider.GetRequiredService<ExpiryNotice>();
            provider.GetRequiredService<KeyUseOptions>();
            provider.GetRequiredService<DispatchOptions>();
            provider.GetRequiredService<WebhookOptions>();
            provider.GetRequiredService<TelemetryOptions>();
            provider.GetRequiredService<IServerSecrets>();
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static ExpiryNotice ExpiryNoticeOf(IConfigurationSection layers)
    {
        var share = layers.GetValue("Approval:ExpiringShare", ExpiryNotice.Default.Share);
        if (share is not (> 0 and <= 1))
            throw new FormatException("Layers:Approval:ExpiringShare must be more than 0 and at most 1.");
        var atMost = layers.GetValue("Approval:ExpiringAtMostSeconds", (int)ExpiryNotice.Default.AtMost.TotalSeconds);
        return atMost > 0
            ? new ExpiryNotice(share, Duration.FromSeconds(atMost))
            : throw new FormatException("Layers:Approval:ExpiringAtMostSeconds must be at least 1.");
    }

    private static KeyUseOptions KeyUseOptionsOf(IConfigurationSection layers)
    {
        var seconds = layers.GetValue("Keys:RecordUsesSeconds", defaultValue: 30);
        return seconds is >= 1 and <= 86_400
            ? new KeyUseOptions(TimeSpan.FromSeconds(seconds))
            : throw new FormatException("Layers:Keys:RecordUsesSeconds must be 1 to 86,400.");
    }

    /// <summary>A claim that ended before its relay gave up would send everything slow twice.</summary>
    private static DispatchOptions DispatchOptionsOf(IConfigurationSection layers, RelayOptions relay)
    {
        var lease = Duration.FromSeconds(layers.GetValue("Dispatch:LeaseSeconds", defaultValue: 60));
        return lease > relay.Patience
            ? new DispatchOptions(layers.GetValue("Dispatch:Batch", defaultValue: 32), lease)
            : throw new FormatException("Layers:Dispatch:LeaseSeconds must be longer than Layers:Relay:TimeoutSeconds.");
    }

    private static WebhookOptions WebhookOptionsOf(IConfigurationSection layers)
    {
        var patience = Duration.FromSeconds(layers.GetValue("Webhooks:TimeoutSeconds", defaultValue: 15));
        var lease = Duration.FromSeconds(layers.GetValue("Webhooks:LeaseSeconds", defaultValue: 60));
        var lanes = layers.GetValue("Webhooks:Lanes", defaultValue: 512);
        if (lanes < 1)
            throw new FormatException("Layers:Webhooks:Lanes must be at least 1.");
        return lease > patience
            ? new WebhookOptions(layers.GetValue<bool>("Webhooks:AllowHttp"), layers.GetValue<bool>("Webhooks:AllowPrivateAddresses"), patience, lease, lanes)
            : throw new FormatException("Layers:Webhooks:LeaseSeconds must be longer than Layers:Webhooks:TimeoutSeconds.");
    }

    private static TelemetryOptions TelemetryOptionsOf(IConfiguration configuration)
    {
        var endpoint = configuration["Layers:Telemetry:OtlpEndpoint"] is { Length: > 0 } text ? new Uri(text) : null;
        return new TelemetryOptions(endpoint, endpoint is not null || !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]));
    }

    private static Secret? RootOf(IConfigurationSection secrets)
    {
        var root = secrets["RootFile"] is { Length: > 0 } file ? File.ReadAllText(file).Trim() : secrets["Root"];
        return string.IsNullOrEmpty(root) ? null : new Secret(root);
    }

    /// <summary>Where this server keeps what it keeps on disk, beside whoever starts it.</summary>
    public static string DataFolderOf(IConfiguration configuration) => configuration["Layers:DataFolder"] ?? DefaultDataFolder;

    private const string DefaultDataFolder = ".data";

    private static void AddSetting<T>(this IServiceCollection services, Func<IConfigurationSection, T> read)
        where T : class =>
        services.AddSingleton(provider => read(provider.GetRequiredService<IConfiguration>().GetSection("Layers")));
}
