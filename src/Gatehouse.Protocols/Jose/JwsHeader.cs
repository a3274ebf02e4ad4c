namespace Gatehouse.Protocols.Jose;

/// <summary>What is kept of a JOSE header: the algorithm, and where three strings are in the decoded bytes (length −1: absent).</summary>
internal struct JwsHeader
{
    public JoseAlgorithm Algorithm;
    public (int Start, int Length) KeyId;
    public (int Start, int Length) Type;
    public (int Start, int Length) ContentType;
}
