using System.Text;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>What one reason for ending an exchange means to the client, to metrics and to the log.</summary>
/// <param name="Status">HTTP status; 0 = decided elsewhere (by a plugin), 499 = nobody is left to be told.</param>
/// <param name="Label">snake_case constant for the metric label and the access log.</param>
/// <param name="Message">Text for the client, Kong's where Kong has one. Never says more than the status does about internals.</param>
/// <param name="Log">What happened, for the operator.</param>
internal sealed record Rejection(int Status, string Label, string Message, string Log)
{
    private readonly byte[] _utf8Label = Encoding.ASCII.GetBytes(Label);

    /// <summary>Bytes of <see cref="Label"/>.</summary>
    public ReadOnlySpan<byte> Utf8Label => _utf8Label;
}
