//! The C interface of ed25519-zebra: decode a key, verify one signature, verify a batch.
//!
//! Callers: crypto/ed25519.cpp and nobody else. It has already refused signatures that are not 64
//! bytes, whose s is not below the group order or whose R is not canonical, so that this crate adds
//! no rule of its own to ZIP 215. Every pointer comes with a length that the caller vouches for; a
//! panic is caught and returned as a code. No state is kept between calls; any thread may call.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;

use ed25519_zebra::{batch, Signature, VerificationKey, VerificationKeyBytes};

const VALID: i32 = 1;
const INVALID: i32 = 0;
/// The operating system gave no randomness: the batch was not looked at, its items can be singly.
const NO_RANDOMNESS: i32 = -1;
const PANICKED: i32 = -2;

const KEY_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;
/// What batch::Verifier draws for each signature.
const COEFFICIENT_BYTES: usize = 16;

/// Room for a decoded key in the caller's memory; ed25519.cpp has the same type.
#[repr(C, align(32))]
pub struct DecodedKey([u8; 224]);

const _: () = assert!(size_of::<VerificationKey>() <= size_of::<DecodedKey>());
const _: () = assert!(align_of::<VerificationKey>() <= align_of::<DecodedKey>());

/// One signature to verify; ed25519.cpp has the same type.
#[repr(C)]
pub struct BatchItem {
    key: *const [u8; KEY_BYTES],
    signature: *const [u8; SIGNATURE_BYTES],
    message: *const u8,
    message_bytes: usize,
}

fn guarded(body: impl FnOnce() -> i32) -> i32 {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(PANICKED)
}

/// # Safety
/// `data` points to `bytes` readable bytes; it may be null if there are none.
unsafe fn message_of<'a>(data: *const u8, bytes: usize) -> &'a [u8] {
    if bytes == 0 {
        return &[];
    }
    slice::from_raw_parts(data, bytes)
}

/// Decodes a key once for many verifications.
///
/// # Safety
/// `key` and `decoded` point to objects of their types.
#[no_mangle]
pub unsafe extern "C" fn vs_ed25519_decode_key(
    key: *const [u8; KEY_BYTES],
    decoded: *mut DecodedKey,
) -> i32 {
    guarded(|| match VerificationKey::try_from(*key) {
        Ok(verification_key) => {
            decoded.cast::<VerificationKey>().write(verification_key);
            VALID
        }
        Err(_) => INVALID,
    })
}

/// Verifies one signature.
///
/// # Safety
/// `decoded` was written by `vs_ed25519_decode_key`, `signature` points to one, and `message` to
/// `message_bytes` bytes.
#[no_mangle]
pub unsafe extern "C" fn vs_ed25519_verify(
    decoded: *const DecodedKey,
    signature: *const [u8; SIGNATURE_BYTES],
    message: *const u8,
    message_bytes: usize,
) -> i32 {
    guarded(|| {
        let key = &*decoded.cast::<VerificationKey>();
        let signature = Signature::from_bytes(&*signature);
        let valid = key.verify(&signature, message_of(message, message_bytes));
        if valid.is_ok() { VALID } else { INVALID }
    })
}

/// Hands out bytes drawn from the operating system in one call: a system call for each signature
/// would cost more than its share of the batch.
struct Drawn(Vec<u8>);

impl rand_core::TryRng for Drawn {
    type Error = core::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }
    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Self::Error> {
        let rest = self.0.len() - target.len();
        target.copy_from_slice(&self.0[rest..]);
        self.0.truncate(rest);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Drawn {}

/// Whether all signatures of a batch are valid.
///
/// # Safety
/// `items` points to `count` items whose pointers are as in `vs_ed25519_verify`.
#[no_mangle]
pub unsafe extern "C" fn vs_ed25519_verify_batch(items: *const BatchItem, count: usize) -> i32 {
    guarded(|| {
        let mut drawn = Drawn(vec![0; count * COEFFICIENT_BYTES]);
        if getrandom::fill(&mut drawn.0).is_err() {
            return NO_RANDOMNESS;
        }
        let mut verifier = batch::Verifier::new();
        for item in slice::from_raw_parts(items, count) {
            let key = VerificationKeyBytes::from(*item.key);
            let signature = Signature::from_bytes(&*item.signature);
            verifier.queue((key, signature, message_of(item.message, item.message_bytes)));
        }
        if verifier.verify(drawn).is_ok() { VALID } else { INVALID }
    })
}
