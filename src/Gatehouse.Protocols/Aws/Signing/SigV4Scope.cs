using System.Globalization;

namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>What a signature is good for: one day, one region, one service.</summary>
/// <param name="Date">Day of the signature, <c>yyyyMMdd</c> in UTC.</param>
/// <param name="Region">For instance <c>us-east-1</c>.</param>
/// <param name="Service">The signing name, which is not always the host's: that of bedrock-runtime is <c>bedrock</c>.</param>
public readonly record struct SigV4Scope(string Date, string Region, string Service)
{
    /// <summary>What every scope ends with.</summary>
    public const string Terminator = "aws4_request";

    /// <summary>How <c>X-Amz-Date</c> writes a moment.</summary>
    public const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The scope of a moment.</summary>
    public static SigV4Scope At(DateTimeOffset time, string region, string service)
        => new(time.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), region, service);

    /// <summary>A moment as <c>X-Amz-Date</c> writes it.</summary>
    public static string TimeText(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>date/region/service/aws4_request.</summary>
    public override string ToString() => $"{Date}/{Region}/{Service}/{Terminator}";
}
