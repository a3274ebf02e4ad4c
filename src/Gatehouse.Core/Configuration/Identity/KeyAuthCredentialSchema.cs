using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>
/// Schema of Kong's <c>keyauth_credentials</c>. Ours beside Kong's: a digest instead of the key, a date of expiry, and the
/// overlap of a rotation.
/// </summary>
internal static class KeyAuthCredentialSchema
{
    /// <summary>Kong's bound of a time to live, seconds.</summary>
    private const double MaxTtl = 100_000_000;

    /// <summary>In the year 5138. Milliseconds, the usual slip, are more than this from 1973 on: such a key would never end.</summary>
    private const double LastMoment = 99_999_999_999;

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        (Field.String("key") with { IsAuto = true }).Unique().Secret(),
        Field.String("key_hash").Unique().Where(CommonFields.Text(t => SecretDigest.TryParse(t, out _) ? null : SecretDigest.Expected))
            .Describe("Digest instead of the key: sha256: and 64 hexadecimal digits."),
        Field.Integer("ttl").InRange(0, MaxTtl).Describe("Seconds that it works, counted from created_at; 0 = for ever."),
        Moment("expires_at").Describe("When it stops working, unix seconds."),
        Moment("valid_until").Describe("Until when a key that is being replaced still works, unix seconds; its use is reported."),
        Field.String("replaced_by").Describe("What replaces it; shown in reports."),
        CommonFields.Tags())
        .With(EntityChecks.MutuallyExclusive("key", "key_hash"), EntityChecks.MutuallyExclusive("ttl", "expires_at"));

    private static Field Moment(string name)
        => Field.Integer(name).InRange(1, LastMoment) with { IsTimestamp = true, Remedy = "write unix seconds, not milliseconds" };
}
