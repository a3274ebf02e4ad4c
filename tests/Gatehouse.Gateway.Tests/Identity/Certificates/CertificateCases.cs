using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.TestKit.Certificates;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

/// <summary>Certificates that are to be let in, and all the ways to forge one that is not.</summary>
internal static class CertificateCases
{
    private const AuthenticationFailureReason Expired = AuthenticationFailureReason.Expired;
    private const AuthenticationFailureReason NotYet = AuthenticationFailureReason.NotYetValid;
    private const AuthenticationFailureReason Refused = AuthenticationFailureReason.NotAcceptable;
    private const AuthenticationFailureReason Malformed = AuthenticationFailureReason.Malformed;
    private const AuthenticationFailureReason Revoked = AuthenticationFailureReason.Revoked;
    private const AuthenticationFailureReason Unchecked = AuthenticationFailureReason.Unavailable;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly TestAuthority Root = new("Root"), Other = new("Other"), Twin = new("Root"), Middle = Root.Intermediate("Middle");
    private static readonly TestAuthority ForgedMiddle = Twin.Intermediate("Middle");
    private static readonly LeafRecipe Authority = new() { IsAuthority = true, Usages = [] };
    private static readonly TestAuthority Partner = Root.Intermediate("Partner", Authority with { Extensions = [PermittedNames("partner.test")] });
    private static readonly TestAuthority Last = Root.Intermediate("Last", Authority with { PathLength = 0 }), Beyond = Last.Intermediate("Beyond");
    private static readonly TestAuthority ForServers = Root.Intermediate("Servers", Authority with { Usages = [LeafRecipe.ServerAuthentication] });
    private static readonly LeafRecipe Recipe = new() { DnsNames = ["client.test"] };
    private static readonly TestLeaf Good = Root.Issue(Recipe), OfMiddle = Middle.Issue(Recipe);
    private static readonly TestLeaf MiddleLeaf = new(Middle.Pem, "");

    public static IReadOnlyList<CertificateCase> All { get; } =
    [
        // Chains.
        Case("of a trusted root", null, Good),
        Case("self-signed, with the name of the root", Refused, SelfSigned()),
        Case("of another root", Refused, Other.Issue(Recipe)),
        Case("of another root with the same name", Refused, Twin.Issue(Recipe)),
        Case("of another root that is sent along", Refused, Other.Issue(Recipe)) with { Sent = [Other] },
        Case("of an intermediate that is sent along", null, OfMiddle) with { Sent = [Middle] },
        Case("of an intermediate that is trusted, too", null, OfMiddle) with { Trusted = [Root, Middle] },
        Case("of an intermediate that is not there", Refused, OfMiddle),
        Case("of a forged intermediate", Refused, ForgedMiddle.Issue(Recipe)) with { Sent = [ForgedMiddle] },
        Case("of a forged intermediate, the real one sent along", Refused, ForgedMiddle.Issue(Recipe)) with { Sent = [Middle] },
        Case("intermediate without its root", Refused, OfMiddle) with { Trusted = [Middle] },
        Case("intermediate without its root, partial chain allowed", null, OfMiddle) with { Trusted = [Middle], AllowsPartialChain = true },
        Case("forged intermediate, partial chain allowed", Refused, ForgedMiddle.Issue(Recipe)) with { Trusted = [Middle], AllowsPartialChain = true, Sent = [ForgedMiddle] },
        Case("forged intermediate not sent, partial chain allowed", Refused, ForgedMiddle.Issue(Recipe)) with { Trusted = [Middle], AllowsPartialChain = true },
        Case("of nobody, partial chain allowed", Refused, OfMiddle) with { Trusted = [Other], AllowsPartialChain = true },
        Case("of an intermediate for names like it", null, Partner.Issue(Recipe with { DnsNames = ["client.partner.test"] })) with { Sent = [Partner] },
        Case("of an intermediate for other names", Refused, Partner.Issue(Recipe)) with { Sent = [Partner] },
        Case("of an intermediate for other names, among right ones", Refused, Partner.Issue(Recipe with { DnsNames = ["a.partner.test", "client.test"] })) with { Sent = [Partner] },
        Case("of an intermediate for other names, which is trusted itself", Refused, Partner.Issue(Recipe)) with { Trusted = [Partner], AllowsPartialChain = true },
        Case("of the last authority there may be", null, Last.Issue(Recipe)) with { Sent = [Last] },
        Case("of an authority below the last one there may be", Refused, Beyond.Issue(Recipe)) with { Sent = [Beyond, Last] },
        Case("of an intermediate for servers only", Refused, ForServers.Issue(Recipe)) with { Sent = [ForServers] },
        Case("of a leaf that is no authority", Refused, LeafOfLeaf(out var signer)) with { Sent = [signer] },

        // Validity and purpose.
        Case("expired", Expired, Root.Issue(Recipe with { NotBefore = Now.AddDays(-2), NotAfter = Now.AddDays(-1) })),
        Case("not yet valid", NotYet, Root.Issue(Recipe with { NotBefore = Now.AddDays(1), NotAfter = Now.AddDays(2) })),
        Case("for servers only", Refused, Root.Issue(Recipe with { Usages = [LeafRecipe.ServerAuthentication] })),
        Case("for any extended usage, which is not asked for", Refused, Root.Issue(Recipe with { Usages = ["2.5.29.37.0"] })),
        Case("for servers and clients", null, Root.Issue(Recipe with { Usages = [LeafRecipe.ServerAuthentication, LeafRecipe.ClientAuthentication] })),
        Case("without a purpose", null, Root.Issue(Recipe with { Usages = [] })),
        Case("not for signatures", Refused, Root.Issue(Recipe with { KeyUsage = X509KeyUsageFlags.KeyEncipherment })),
        Case("with a critical extension nobody knows", Refused, Root.Issue(Recipe with { Extensions = [new X509Extension("1.2.3.4", [5, 0], critical: true)] })),

        // Names.
        Case("NUL in a DNS name", Malformed, Root.Issue(Recipe with { AlternativeNames = Dns("admin.test\0.evil.test") })),
        Case("line feed in a DNS name", Malformed, Root.Issue(Recipe with { AlternativeNames = Dns("admin.test\n") })),
        Case("byte beyond ASCII in a DNS name", Malformed, Root.Issue(Recipe with { AlternativeNames = Dns("\u00e4dmin.test") })),
        Case("truncated alternative names", Malformed, Root.Issue(Recipe with { AlternativeNames = [0x30, 0x09, 0x82, 0x03, 0x61] })),
        Case("bytes behind the alternative names", Malformed, Root.Issue(Recipe with { AlternativeNames = [.. Dns("a.test"), 0] })),
        Case("address of five bytes", Malformed, Root.Issue(Recipe with { AlternativeNames = [0x30, 0x07, 0x87, 0x05, 1, 2, 3, 4, 5] })),
        Case("NUL in the common name", Malformed, Root.Issue(Recipe with { Subject = CommonName("admin\0x") })),

        // Revocation.
        Revocation("not on the list", null, Good, RevocationMode.Strict, Root.RevocationList([Other.Issue(Recipe)])),
        Revocation("on the list", Revoked, Good, RevocationMode.WhereKnown, Root.RevocationList([Good])),
        Revocation("on the list, not looked at", null, Good, RevocationMode.Skip, Root.RevocationList([Good])),
        Revocation("no list", null, Good, RevocationMode.WhereKnown),
        Revocation("no list, but asked for", Unchecked, Good, RevocationMode.Strict),
        Revocation("list of another authority, but asked for", Unchecked, Good, RevocationMode.Strict, Other.RevocationList([])),
        Revocation("list has expired", Unchecked, Good, RevocationMode.WhereKnown, Root.RevocationList([], Now.AddHours(-1))),
        Revocation("list has expired and names it", Revoked, Good, RevocationMode.WhereKnown, Root.RevocationList([Good], Now.AddHours(-1))),
        Revocation("list is of the future", Unchecked, Good, RevocationMode.WhereKnown, Root.RevocationList([], Now.AddDays(3), Now.AddDays(1))),
        Revocation("list is forged", Unchecked, Good, RevocationMode.WhereKnown, Twin.RevocationList([])),
        Revocation("list is forged, a real one beside it", null, Good, RevocationMode.Strict, Twin.RevocationList([Good]), Root.RevocationList([])),
        Revocation("old list names it, new one no longer", Revoked, Good, RevocationMode.WhereKnown, Root.RevocationList([Good], Now.AddHours(-1)), Root.RevocationList([])),
        Revocation("intermediate without a list", Unchecked, OfMiddle, RevocationMode.Strict, Root.RevocationList([])) with { Sent = [Middle] },
        Revocation("lists of root and intermediate", null, OfMiddle, RevocationMode.Strict, Root.RevocationList([]), Middle.RevocationList([])) with { Sent = [Middle] },
        Revocation("intermediate is revoked", Revoked, OfMiddle, RevocationMode.WhereKnown, Root.RevocationList([MiddleLeaf])) with { Sent = [Middle] },

        // Pins.
        Case("pinned", null, Good) with { Fingerprints = [SHA256.HashData(Raw(Good))] },
        Case("another one is pinned", Refused, Good) with { Fingerprints = [SHA256.HashData(Raw(OfMiddle))] },
        Case("pinned, but not trusted", Refused, Other.Issue(Recipe)) with { Fingerprints = [SHA256.HashData(Raw(Good))] },
    ];

    private static CertificateCase Case(string name, AuthenticationFailureReason? fault, TestLeaf leaf) => new(name, fault, leaf) { Trusted = [Root] };

    private static CertificateCase Revocation(string name, AuthenticationFailureReason? fault, TestLeaf leaf, RevocationMode mode, params string[] lists)
        => Case(name, fault, leaf) with { Revocation = mode, Lists = lists };

    private static TestLeaf SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Root", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        return new TestLeaf(certificate.ExportCertificatePem(), "");
    }

    private static TestLeaf LeafOfLeaf(out TestAuthority signer)
    {
        signer = Root.Intermediate("No authority", isAuthority: false);
        return signer.Issue(Recipe);
    }

    /// <summary>Name constraints (RFC 5280 section 4.2.1.10) that permit DNS names below one.</summary>
    private static X509Extension PermittedNames(string domain)
    {
        byte[] name = Encoding.ASCII.GetBytes(domain);
        byte l = (byte)name.Length;
        return new X509Extension("2.5.29.30", [0x30, (byte)(l + 6), 0xa0, (byte)(l + 4), 0x30, (byte)(l + 2), 0x82, l, .. name], critical: true);
    }

    private static byte[] Raw(TestLeaf leaf) => X509Certificate2.CreateFromPem(leaf.CertificatePem).RawData;

    /// <summary>Alternative names with one DNS name of any bytes.</summary>
    private static byte[] Dns(string name)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(name);
        return [0x30, (byte)(bytes.Length + 2), 0x82, (byte)bytes.Length, .. bytes];
    }

    /// <summary>A subject with a common name of any characters, as UTF8String.</summary>
    public static X500DistinguishedName CommonName(params string[] names)
    {
        byte[] rdns =
        [
            .. names.SelectMany(n =>
            {
                byte[] text = Encoding.UTF8.GetBytes(n);
                byte[] attribute = [0x30, (byte)(text.Length + 7), 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, (byte)text.Length, .. text];
                return (byte[])[0x31, (byte)attribute.Length, .. attribute];
            }),
        ];
        return new X500DistinguishedName([0x30, (byte)rdns.Length, .. rdns]);
    }
}
