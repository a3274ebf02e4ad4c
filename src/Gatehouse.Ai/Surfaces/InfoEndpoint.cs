using System.Text.Json;

namespace Gatehouse.Ai.Surfaces;

/// <summary>An endpoint that tells about the gateway itself (providers, settings, health).</summary>
internal abstract class InfoEndpoint : Endpoint
{
    /// <inheritdoc/>
    public override string Method => "GET";

    /// <summary>Whether Redis has to be asked first.</summary>
    public virtual bool AsksRedis => false;

    /// <summary>Writes the answer (JSON); returns the status.</summary>
    public abstract int Write(GatewayInfo info, Utf8JsonWriter json);
}
