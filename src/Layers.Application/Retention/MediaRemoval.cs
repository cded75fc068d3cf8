using Layers.Application.Content;
using Layers.Application.Seams;
using Layers.Domain;
using Microsoft.Extensions.Logging;

namespace Layers.Application.Retention;

/// <summary>
/// Removes files whose rows say that they are gone, as long as the store is this database's. A copy of a database, restored beside it on the same store,
/// knows nothing of what the other has made since: its rows decide over no file, until the operator hands the store over (<see cref="AdoptMedia"/>).
/// </summary>
public sealed partial class MediaRemoval(IMediaStore store, IMediaOwners owners, ILogger<MediaRemoval> logger)
{
    /// <summary>Whether files may be removed. A store that is nobody's is this database's from now on.</summary>
    public async Task<bool> IsAllowed(CancellationToken cancellationToken)
    {
        var isOurs = await store.Claim(await owners.GetDatabase(cancellationToken), cancellationToken);
        if (!isOurs)
            LogOwnedByAnother(logger);
        return isOurs;
    }

    /// <summary>Removes all files of these containers, if that is allowed. Otherwise they stay, for the sweeps of their owner.</summary>
    public async Task Remove(IReadOnlyList<ContainerId> containers, CancellationToken cancellationToken)
    {
        if (containers.Count == 0 || !await IsAllowed(cancellationToken))
            return;
        foreach (var prefix in containers.SelectMany(MediaNames.PrefixesOf))
            await store.RemoveAll(prefix, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No media was removed: the media store belongs to another database. If this one has taken its place, run `layers media adopt`")]
    private static partial void LogOwnedByAnother(ILogger logger);
}
