namespace Gatehouse.Net.Http1;

/// <summary>Receives the permitted trailer fields of a body.</summary>
internal interface IHttp1TrailerReceiver
{
    void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}
