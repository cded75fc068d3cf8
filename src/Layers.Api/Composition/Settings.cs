using Layers.Api.RateLimits;
using Layers.Api.Workers;
using Layers.Application.Content;
using Layers.Application.Scheduling;
using Layers.Infrastructure.Media;
using Layers.Infrastructure.Scheduling;
using NodaTime;

namespace Layers.Api.Composition;

/// <summary>What an operator may set, under <c>Layers:</c>. Every setting is read here, and only here.</summary>
internal static class Settings
{
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddSetting(layers => new MediaFolder(layers["Media:Folder"] ?? Path.Combine(layers["DataFolder"] ?? DefaultDataFolder, "media")));
        services.AddSetting(layers => new ApprovalOptions(layers.GetValue<bool>("Approval:RequireScope")));
        services.AddSetting(layers => new RateLimitOptions(layers.GetValue("RateLimits:Enabled", defaultValue: true)));
        services.AddSetting(layers => new KeyUseOptions(TimeSpan.FromSeconds(layers.GetValue("Keys:RecordUsesSeconds", defaultValue: 30))));
        services.AddSetting(layers => new RelayOptions(
            layers.GetValue<bool>("Relay:AllowPrivateAddresses"),
            Duration.FromSeconds(layers.GetValue("Relay:TimeoutSeconds", defaultValue: 15))));
        services.AddSingleton(provider => DispatchOptionsOf(provider.GetRequiredService<IConfiguration>().GetSection("Layers"), provider.GetRequiredService<RelayOptions>()));
    }

    /// <summary>A claim that ended before its relay gave up would send everything slow twice.</summary>
    private static DispatchOptions DispatchOptionsOf(IConfigurationSection layers, RelayOptions relay)
    {
        var lease = Duration.FromSeconds(layers.GetValue("Dispatch:LeaseSeconds", defaultValue: 60));
        return lease > relay.Patience
            ? new DispatchOptions(layers.GetValue("Dispatch:Batch", defaultValue: 32), lease)
            : throw new FormatException("Layers:Dispatch:LeaseSeconds must be longer than Layers:Relay:TimeoutSeconds.");
    }

    /// <summary>Where this server keeps what it keeps on disk, beside whoever starts it.</summary>
    public static string DataFolderOf(IConfiguration configuration) => configuration["Layers:DataFolder"] ?? DefaultDataFolder;

    private const string DefaultDataFolder = ".data";

    private static void AddSetting<T>(this IServiceCollection services, Func<IConfigurationSection, T> read)
        where T : class =>
        services.AddSingleton(provider => read(provider.GetRequiredService<IConfiguration>().GetSection("Layers")));
}
