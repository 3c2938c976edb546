#pragma once
// What a test tells the module fault_module.cpp, which is SoftHSM but for the faults asked for.

extern "C" {

// The next `times` calls of the Cryptoki function return `status` without being made; 0 times: none
// any more.
using FaultFail = void (*)(const char* function, unsigned long status, unsigned times);
// What the function answers is spoiled from now on: a way that the function's wrapper knows.
using FaultSpoil = void (*)(const char* function, const char* how);
using FaultCalls = unsigned (*)(const char* function);
// All faults and counts are forgotten.
using FaultReset = void (*)();
}
