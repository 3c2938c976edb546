//! The C interface of ed25519-zebra: decode a key, verify one signature by either of two rules,
//! verify a batch.
//!
//! The batch equation is that of ed25519-zebra, over the same curve25519-dalek. It stands here
//! because that crate's batches take keys as bytes: the same thousand keys would be decompressed
//! again for each of their signatures, which is a quarter of what a batch costs.
//!
//! Callers: crypto/ed25519.cpp and nobody else. It has already refused signatures that are not 64
//! bytes, whose s is not below the group order or whose R is not canonical, so that this crate adds
//! no rule of its own to ZIP 215. The strict rule it states whole, but for the keys: the caller
//! brings only such as are canonical and of prime order. Every pointer comes with a length that the
//! caller vouches for; a panic is caught and returned as a code. No state is kept between calls;
//! any thread may call.

use std::collections::HashMap;
use std::iter::once;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::slice;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{IsIdentity, VartimeMultiscalarMul};
use ed25519_zebra::{Signature, VerificationKey};
use sha2::{Digest, Sha512};

const VALID: i32 = 1;
const INVALID: i32 = 0;
/// The operating system gave no randomness: the batch was not looked at, its items can be singly.
const NO_RANDOMNESS: i32 = -1;
const PANICKED: i32 = -2;

const KEY_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;
/// Each signature's random coefficient: 128 bits, so that a forgery passes with chance 2^-128.
const COEFFICIENT_BYTES: usize = 16;

/// A key decoded once: for one signature, and as the point that a batch needs.
struct Key {
    bytes: [u8; KEY_BYTES],
    point: EdwardsPoint,
    verification: VerificationKey,
}

/// Room for a decoded key in the caller's memory; ed25519.cpp has the same type.
#[repr(C, align(32))]
pub struct DecodedKey([u8; 448]);

const _: () = assert!(size_of::<Key>() <= size_of::<DecodedKey>());
const _: () = assert!(align_of::<Key>() <= align_of::<DecodedKey>());

/// One signature to verify; ed25519.cpp has the same type.
#[repr(C)]
pub struct BatchItem {
    key: *const DecodedKey,
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
    guarded(|| {
        let bytes = *key;
        let point = CompressedEdwardsY(bytes).decompress();
        match (point, VerificationKey::try_from(bytes)) {
            (Some(point), Ok(verification)) => {
                decoded.cast::<Key>().write(Key { bytes, point, verification });
                VALID
            }
            _ => INVALID,
        }
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
        let key = &*decoded.cast::<Key>();
        let signature = Signature::from_bytes(&*signature);
        let valid = key.verification.verify(&signature, message_of(message, message_bytes));
        if valid.is_ok() { VALID } else { INVALID }
    })
}

/// Verifies one signature without the cofactor, as most libraries do: [s] B - [k] A is the R whose
/// bytes the signature has. Refused besides: an R of small order, which some of them refuse.
///
/// # Safety
/// As for `vs_ed25519_verify`.
#[no_mangle]
pub unsafe extern "C" fn vs_ed25519_verify_strict(
    decoded: *const DecodedKey,
    signature: *const [u8; SIGNATURE_BYTES],
    message: *const u8,
    message_bytes: usize,
) -> i32 {
    guarded(|| {
        let key = &*decoded.cast::<Key>();
        let signature = Signature::from_bytes(&*signature);
        let s: Option<Scalar> = Scalar::from_canonical_bytes(*signature.s_bytes()).into();
        let Some(s) = s else {
            return INVALID;
        };
        let k = challenge(key, &signature, message_of(message, message_bytes));
        let r = EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &-key.point, &s);
        let valid = r.compress().as_bytes() == signature.r_bytes() && !r.is_small_order();
        if valid { VALID } else { INVALID }
    })
}

fn challenge(key: &Key, signature: &Signature, message: &[u8]) -> Scalar {
    let hash = Sha512::new()
        .chain_update(signature.r_bytes())
        .chain_update(key.bytes)
        .chain_update(message);
    Scalar::from_hash(hash)
}

/// A batch as the sum that must vanish: 8 (-[sum z s] B + sum [z] R + sum [z k] A) = 0, with a
/// random z for each signature. The terms of one key are added up into one.
#[derive(Default)]
struct Sum {
    base: Scalar,
    scalars: Vec<Scalar>,
    points: Vec<EdwardsPoint>,
    places: HashMap<[u8; KEY_BYTES], usize>,
}

impl Sum {
    /// False if the signature is malformed.
    fn add(&mut self, key: &Key, signature: &Signature, message: &[u8], z: Scalar) -> bool {
        let r = CompressedEdwardsY(*signature.r_bytes()).decompress();
        let s: Option<Scalar> = Scalar::from_canonical_bytes(*signature.s_bytes()).into();
        let (Some(r), Some(s)) = (r, s) else {
            return false;
        };
        let k = challenge(key, signature, message);
        self.base -= z * s;
        self.push(z, r);
        match self.places.get(&key.bytes) {
            Some(place) => self.scalars[*place] += z * k,
            None => {
                self.places.insert(key.bytes, self.scalars.len());
                self.push(z * k, key.point);
            }
        }
        true
    }

    fn push(&mut self, scalar: Scalar, point: EdwardsPoint) {
        self.scalars.push(scalar);
        self.points.push(point);
    }

    fn vanishes(&self) -> bool {
        let sum = EdwardsPoint::vartime_multiscalar_mul(
            once(&self.base).chain(&self.scalars),
            once(&ED25519_BASEPOINT_POINT).chain(&self.points),
        );
        sum.mul_by_cofactor().is_identity()
    }
}

/// Whether all signatures of a batch are valid.
///
/// # Safety
/// `items` points to `count` items whose pointers are as in `vs_ed25519_verify`.
#[no_mangle]
pub unsafe extern "C" fn vs_ed25519_verify_batch(items: *const BatchItem, count: usize) -> i32 {
    guarded(|| {
        // Drawn at once: a system call for each signature would cost more than its share.
        let mut drawn = vec![[0; COEFFICIENT_BYTES]; count];
        if getrandom::fill(drawn.as_flattened_mut()).is_err() {
            return NO_RANDOMNESS;
        }
        let mut sum = Sum::default();
        for (item, z) in slice::from_raw_parts(items, count).iter().zip(drawn) {
            let key = &*item.key.cast::<Key>();
            let signature = Signature::from_bytes(&*item.signature);
            let message = message_of(item.message, item.message_bytes);
            if !sum.add(key, &signature, message, Scalar::from(u128::from_le_bytes(z))) {
                return INVALID;
            }
        }
        if sum.vanishes() { VALID } else { INVALID }
    })
}
