using NodaTime;

namespace Layers.Application.Webhooks;

/// <param name="AllowHttp">Whether an endpoint may be reached without TLS.</param>
/// <param name="AllowPrivateAddresses">Whether an endpoint may live on this machine or this network.</param>
/// <param name="Patience">How long an endpoint may take to answer.</param>
/// <param name="Lease">How long a claim lasts: longer than the patience, and than two nodes' clocks are apart.</param>
/// <param name="Lanes">How many endpoints a node delivers to at the same time.</param>
public sealed record WebhookOptions(bool AllowHttp, bool AllowPrivateAddresses, Duration Patience, Duration Lease, int Lanes);
